"""Files below the public root: whole or not at all, by themselves and together."""

import errno
import os

import pytest

from qixin.newsroom.publication import files


@pytest.fixture(autouse=True)
def root(public_root):
    return public_root


def left_over(root):
    return list(root.rglob("*.part"))


def write_both(content):
    with files.together():
        files.write("zh/a.txt", content)
        files.write("zh/b.txt", content)


def test_files_written_together_appear_when_the_block_ends(root):
    files.write("zh/a.txt", b"old")
    with files.together():
        assert files.write("zh/a.txt", b"new")
        assert files.write("zh/b.txt", b"new")
        assert (root / "zh/a.txt").read_bytes() == b"old"
        assert not files.exists("zh/b.txt")
    assert (root / "zh/a.txt").read_bytes() == (root / "zh/b.txt").read_bytes() == b"new"
    assert not left_over(root)


def test_written_twice_together_the_last_one_stands(root):
    with files.together():
        files.write("zh/a.txt", b"first")
        files.write("zh/a.txt", b"second")
    assert (root / "zh/a.txt").read_bytes() == b"second"
    assert not left_over(root)


def test_packed_twins_come_with_their_pages(root):
    with files.together():
        files.write("zh/a.html", b"<p>")
    assert (root / "zh/a.html.gz").read_bytes() == files.pack(b"<p>")


def test_a_disk_that_fills_up_leaves_all_old_files_whole(root, monkeypatch):
    files.write("zh/a.txt", b"old")
    files.write("zh/b.txt", b"old")

    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_both(b"new")
    assert (root / "zh/a.txt").read_bytes() == (root / "zh/b.txt").read_bytes() == b"old"
    assert not left_over(root)


def test_everything_is_on_the_disk_before_any_of_it_has_its_name(root, monkeypatch):
    done = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("sync"), sync(handle)))
    monkeypatch.setattr(os, "replace", lambda *names: (done.append("name"), replace(*names)))
    with files.together():
        files.write("zh/a.txt", b"new")
        files.write("en/b.txt", b"new")
    assert done == ["sync", "sync", "name", "name", "sync", "sync"]
