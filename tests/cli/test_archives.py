"""Backup of a running installation, and its restoration elsewhere."""

import gzip
import hashlib
import io
import json
import resource
import tarfile
import threading
import uuid
from dataclasses import asdict, replace

import pytest
from django.db import connection

from qixin.cli.archives import Manifest, back_up, databases, restore
from qixin.core import journal
from qixin.core.actors import SYSTEM
from qixin.core.errors import Invalid
from qixin.reports import actions
from qixin.reports.models import Attachment, Report
from tests.cli.homes import made
from tests.people.factories import make_person
from tests.reports.factories import make_report
from tests.reports.pictures import jpeg

PHONE = "19900001234"


@pytest.fixture
def elsewhere(tmp_path, transactional_db):
    with made(tmp_path / "elsewhere", empty=True) as home:
        yield home


@pytest.fixture
def filled(home, settings):
    """A home with a sealed journal, a report with a photo, and a published page."""
    home.settled(settings)
    with home.inside():
        send_with_photo(make_person(phone=PHONE))
        journal.seal_up()
    page = home.path / "public" / "zh" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("首页")
    return home


@pytest.fixture
def archive(filled, tmp_path):
    path = tmp_path / "qixin.tar"
    with filled.inside():
        back_up(path)
    return path


def send_with_photo(person):
    report = make_report(sender=person)
    upload = actions.Upload(uuid.uuid4(), jpeg(size=(800, 600)), "a.jpg")
    actions.attach(report=report, upload=upload, by=SYSTEM)
    return report


def manifest_of(archive):
    with tarfile.open(archive) as tar:
        return Manifest.read(tar.extractfile("manifest.json").read().decode())


def files_of(home):
    """Every file of the home but the database, which a look at it changes already."""
    return {
        str(path.relative_to(home.path)): path.read_bytes()
        for path in sorted(home.path.rglob("*"))
        if path.is_file() and not path.name.startswith("qixin.sqlite3")
    }


def refusal_of(archive, home, settings, *, filled=False):
    """The sentence with which `archive` is not restored into `home`, which stays as it was."""
    home.settled(settings)
    before = files_of(home)
    with home.inside():
        with pytest.raises(Invalid) as refused:
            restore(archive)
        assert databases.holds_tables() == filled
    assert files_of(home) == before
    assert not list(home.path.glob(".restore-*"))
    return str(refused.value)


def repacked(archive, **changed):
    """The archive with other contents under these names; None leaves one out."""
    again = archive.with_name("again.tar")
    with tarfile.open(archive) as old, tarfile.open(again, "w") as new:
        for entry in old:
            content = changed.get(entry.name.partition(".")[0], old.extractfile(entry).read())
            if content is not None:
                entry.size = len(content)
                new.addfile(entry, io.BytesIO(content))
    return again


def test_what_was_sent_while_it_was_backed_up_is_restored_whole_or_not_at_all(
    filled, elsewhere, tmp_path
):
    archive, keys = tmp_path / "qixin.tar.gz", tmp_path / "keys.json"
    done, sent_meanwhile = [], 0
    thread = threading.Thread(
        target=lambda: done.append(filled.command("backup", str(archive), "--keys", str(keys)))
    )
    with filled.inside():
        person = Report.objects.get().sender
        thread.start()
        while not done:
            send_with_photo(person)
            sent_meanwhile += 1
            if sent_meanwhile % 20 == 0:
                journal.seal_up()
            thread.join(0.02)
    assert done[0].returncode == 0, done[0].stderr
    manifest = manifest_of(archive)
    assert 1 <= manifest.counts["reports_report"] <= 1 + sent_meanwhile

    restored = elsewhere.command("restore", str(archive), "--keys", str(keys), keys=False)
    assert restored.returncode == 0, restored.stderr
    verified = elsewhere.command("journal", "verify", "--json", keys=False)
    verdict = json.loads(verified.stdout)
    assert verdict["intact"], verdict
    assert verdict["entries"] == manifest.counts["core_entry"]
    with elsewhere.inside():
        counts, last_seal = databases.counted()
        assert (counts, last_seal) == (manifest.counts, manifest.last_seal)
        assert {report.sender.phone for report in Report.objects.all()} == {PHONE}
        for kept in Attachment.objects.all():
            original = (elsewhere.path / "attachments" / kept.original.name).read_bytes()
            assert hashlib.sha256(original).hexdigest() == kept.sha256
    assert (elsewhere.path / "public/zh/index.html").read_text() == "首页"


def test_a_home_in_use_is_not_overwritten(filled, archive):
    before = files_of(filled)
    with filled.inside():
        with pytest.raises(Invalid, match="already holds tables"):
            restore(archive)
        assert Report.objects.count() == 1
    assert files_of(filled) == before


def test_files_in_a_home_without_a_database_are_not_mixed_with_others(archive, elsewhere, settings):
    (elsewhere.path / "attachments").mkdir()
    (elsewhere.path / "attachments" / "a.jpg").write_bytes(b"somebody's")
    assert "already holds files" in refusal_of(archive, elsewhere, settings)


@pytest.mark.parametrize(
    ("suffix", "damage"),
    [
        (".tar", lambda whole: whole[: len(whole) // 2]),
        (".tar.gz", lambda whole: gzip.compress(whole)[:-2000]),
        (".tar", lambda whole: b"PK\x03\x04 of another program"),
        (".tar", lambda whole: b""),
    ],
    ids=["cut short", "cut short and compressed", "no archive", "empty"],
)
def test_half_an_archive_is_refused_and_the_home_stays_empty(
    archive, elsewhere, settings, suffix, damage
):
    half = archive.with_name(f"half{suffix}")
    half.write_bytes(damage(archive.read_bytes()))
    assert refusal_of(half, elsewhere, settings).startswith("The archive is")


def test_an_archive_whose_contents_were_changed_is_refused(archive, elsewhere, settings):
    manifest = manifest_of(archive)
    photo = next(name for name in manifest.files if name.startswith("attachments/originals"))
    altered = repacked(archive, **{photo.partition(".")[0]: b"another picture"})
    assert f"{photo} was altered" in refusal_of(altered, elsewhere, settings)
    without = repacked(archive, **{photo.partition(".")[0]: None})
    assert f"{photo} is missing" in refusal_of(without, elsewhere, settings)
    nameless = repacked(archive, manifest=b"{}")
    assert "its manifest cannot be read" in refusal_of(nameless, elsewhere, settings)


@pytest.mark.parametrize("wrong", [{"last_seal": "0" * 64}, {"counts": {"reports_report": 7}}])
def test_rows_and_seal_that_are_not_those_of_the_manifest_are_refused(
    archive, elsewhere, settings, wrong
):
    told = json.dumps(asdict(replace(manifest_of(archive), **wrong))).encode()
    # PostgreSQL counts what is in already
    filled = connection.vendor == "postgresql"
    sentence = refusal_of(repacked(archive, manifest=told), elsewhere, settings, filled=filled)
    assert "than its manifest says" in sentence


def test_a_file_that_holds_no_keys_is_refused_before_anything_is_laid_out(
    archive, elsewhere, settings, tmp_path
):
    (tmp_path / "keys.json").write_text('{"QIXIN_SEAL_KEY": "x"}')
    elsewhere.settled(settings)
    with elsewhere.inside():
        with pytest.raises(Invalid, match="lacks keys"):
            restore(archive, keys=tmp_path / "keys.json")
        assert not databases.holds_tables()


def test_a_demo_is_restored_as_a_demo(filled, elsewhere, settings, tmp_path):
    (filled.path / "demo").touch()
    with filled.inside():
        back_up(tmp_path / "demo.tar")
    elsewhere.settled(settings)
    with elsewhere.inside():
        restore(tmp_path / "demo.tar")
    assert (elsewhere.path / "demo").exists()


def test_nobody_else_may_read_an_archive(archive):
    assert archive.stat().st_mode & 0o077 == 0


def test_a_full_disk_leaves_the_archive_of_yesterday_and_no_half_one(filled, archive):
    yesterday = archive.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with filled.inside(), pytest.raises(Invalid, match="failed"):
            back_up(archive)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert archive.read_bytes() == yesterday
    assert not list(archive.parent.glob(".*"))
    assert not list(filled.path.glob(".backup-*"))


def test_a_page_that_is_taken_off_while_files_are_packed_spoils_no_backup(filled, tmp_path):
    pages = filled.path / "public" / "zh"
    for number in range(3):
        (pages / f"{number}.html").write_text("稿件")

    def take_off(done, there):
        (pages / "2.html").unlink(missing_ok=True)

    with filled.inside():
        manifest = back_up(tmp_path / "qixin.tar", on_progress=take_off)
    assert "public/zh/1.html" in manifest.files
    assert "public/zh/2.html" not in manifest.files
