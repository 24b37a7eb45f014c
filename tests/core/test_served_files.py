"""Files from memory: what stands on the disk now is what a reader gets, and nothing beside it."""

import gzip
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.core import served_files
from qixin.core.served_files import ServedFiles

BESIDE = ("X-Beside", "yes")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "secret.html").write_text("not for readers")
    pages = tmp_path / "pages"
    (pages / "a").mkdir(parents=True)
    (pages / "index.html").write_text("front")
    (pages / "a/index.html").write_text("first")
    return pages


@pytest.fixture
def files(folder):
    return ServedFiles({"zh": folder}, lambda name: f"kind/{name}", lambda environ: [BESIDE])


def ask(files, path, method="GET", **headers):
    """(status, headers, body) of the answer, or None."""
    said = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path.encode().decode("latin-1")}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    body = files.answer(environ, lambda status, told: said.append((status, dict(told))))
    return None if body is None else (*said[0], b"".join(body))


def test_a_file_is_sent_with_what_it_is(files):
    status, told, body = ask(files, "/zh/a/index.html")
    assert (status, body) == ("200 OK", b"first")
    assert told["Content-Type"] == "kind/index.html"
    assert (told["Content-Length"], told["X-Beside"]) == ("5", "yes")


@pytest.mark.parametrize("path", ["/zh/", "/zh/index.html"])
def test_a_folder_is_its_index(files, path):
    assert ask(files, path)[2] == b"front"


def test_a_head_has_no_body_but_its_length(files):
    _status, told, body = ask(files, "/zh/a/", "HEAD")
    assert (told["Content-Length"], body) == ("5", b"")


def test_who_has_it_is_told_so(files):
    etag = ask(files, "/zh/a/")[1]["ETag"]
    for said in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        status, told, body = ask(files, "/zh/a/", if_none_match=said)
        assert (status, body) == ("304 Not Modified", b"")
        assert (told["ETag"], told["X-Beside"]) == (etag, "yes")
        assert "Content-Length" not in told
        assert "Content-Type" not in told
    assert ask(files, "/zh/a/", if_none_match='"other"')[0] == "200 OK"


def test_a_moment_counts_only_without_a_tag(files):
    changed = ask(files, "/zh/a/")[1]["Last-Modified"]
    assert ask(files, "/zh/a/", if_modified_since=changed)[0] == "304 Not Modified"
    both = {"if_modified_since": changed, "if_none_match": '"other"'}
    assert ask(files, "/zh/a/", **both)[0] == "200 OK"


def test_what_is_replaced_is_new_though_as_long_and_as_old(files, folder):
    page = folder / "a/index.html"
    before, first = page.stat(), ask(files, "/zh/a/")[1]["ETag"]
    other = folder / "other"
    other.write_text("third")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    os.replace(other, page)
    status, told, body = ask(files, "/zh/a/", if_none_match=first)
    assert (status, body) == ("200 OK", b"third")
    assert told["ETag"] != first


def test_what_is_taken_away_is_gone_with_its_twin_still_there(files, folder):
    packed = folder / "a/index.html.gz"
    packed.write_bytes(gzip.compress(b"first"))
    assert ask(files, "/zh/a/", accept_encoding="gzip")[0] == "200 OK"
    (folder / "a/index.html").unlink()
    assert ask(files, "/zh/a/", accept_encoding="gzip") is None
    assert ask(files, "/zh/a/") is None


@pytest.mark.parametrize(
    ("said", "is_packed"),
    [("gzip", True), ("br, gzip;q=0.8", True), ("gzip, deflate", True), ("gzip ;q=0.001", True),
     ("", False), ("identity", False), ("gzip;q=0", False), ("gzip;q=0.000, br", False),
     ("xgzip", False)],
)  # fmt: skip
def test_the_packed_twin_goes_to_who_can_unpack_it(files, folder, said, is_packed):
    (folder / "a/index.html.gz").write_bytes(gzip.compress(b"first"))
    plain = ask(files, "/zh/a/")[1]
    _status, told, body = ask(files, "/zh/a/", accept_encoding=said)
    assert ("Content-Encoding" in told) == (told["ETag"] != plain["ETag"]) == is_packed
    assert (gzip.decompress(body) if is_packed else body) == b"first"
    assert (told["Vary"], told["Content-Type"]) == ("Accept-Encoding", "kind/index.html")


@pytest.mark.parametrize(
    "path",
    ["/", "", "/zh", "/en/", "/zh/a", "/zh/none.html", "/zh/../secret.html",
     "/zh/a/../../secret.html", "/zh/.locks/site", "/zh/.part", "/zh/index.html\0",
     "/zh/" + "长" * 300, "/zh//etc/passwd"],
)  # fmt: skip
def test_nothing_else_is_answered(files, folder, path):
    (folder / ".locks").mkdir()
    for hidden in (".locks/site", ".part"):
        (folder / hidden).write_text("in the making")
    assert ask(files, path) is None


def test_only_reading_is_answered(files):
    assert ask(files, "/zh/a/", "POST") is None


@given(st.lists(st.sampled_from(["zh", "..", ".", "", "a", "secret.html", "index.html"])))
def test_no_way_leads_out(tmp_path_factory, parts):
    folder = tmp_path_factory.mktemp("site")
    (folder / "secret.html").write_text("not for readers")
    (folder / "zh").mkdir()
    found = ask(ServedFiles({"zh": folder / "zh"}, str, lambda _: []), "/" + "/".join(parts))
    assert found is None


def test_memory_is_bounded(files, folder, monkeypatch):
    monkeypatch.setattr(served_files, "LARGEST_KEPT", 100)
    monkeypatch.setattr(served_files, "MOST_KEPT", 150)
    for number in range(20):
        (folder / f"{number}.txt").write_text(f"{number:090}")
        (folder / f"large{number}.txt").write_text("x" * 101)
        assert ask(files, f"/zh/{number}.txt")[2] == b"%090d" % number
        assert ask(files, f"/zh/large{number}.txt")[2] == b"x" * 101
        assert sum(len(one.body) for one in files._kept.values()) <= 150 + 100
