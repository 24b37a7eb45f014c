"""A full disk is told on every road, and nothing is acknowledged or half kept."""

import json
import resource
import uuid
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from qixin.core.actors import RESIDENT
from qixin.core.errors import StorageFull
from qixin.core.models import Entry
from qixin.people.enums import Role
from qixin.people.models import ApiKey
from qixin.people.models.access import token_hash
from qixin.reports import actions
from qixin.reports.models import Attachment, Report
from tests.people.factories import make_user
from tests.reports.factories import make_group, make_member, make_report
from tests.reports.pictures import jpeg

pytestmark = pytest.mark.django_db
only_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL offers no such limit"
)
LONG = "长" * 18_000
SECRET = "qx_abcd_secret"


@contextmanager
def full_database():
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def full_disk(room=2_000):
    """No file grows beyond `room` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def folders(settings, tmp_path):
    """Where files are kept and where they arrive, both empty."""
    kept, arriving = tmp_path / "kept", tmp_path / "arriving"
    arriving.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(arriving)
    settings.STORAGES = settings.STORAGES | {
        "attachments": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": kept, "base_url": None},
        }
    }
    return tmp_path


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def sender(client):
    user = make_user(Role.CORRESPONDENT)
    make_member(make_group(), user.person)
    client.force_login(user)
    return user


def as_phone(client):
    key = str(uuid.uuid4())
    return lambda: client.post(
        reverse("reports:send"), json.dumps({"client_key": key, "text": LONG}),
        content_type="application/json", headers={"Accept": "application/json"},
    )  # fmt: skip


def as_system(client):
    ApiKey.objects.create(
        name="气象局", prefix="abcd", secret_hash=token_hash(SECRET),
        permissions=["reports.send"], created_by=make_user(),
    )  # fmt: skip
    key = str(uuid.uuid4())
    return lambda: client.post(
        "/api/intake/", json.dumps({"client_key": key, "text": LONG}),
        content_type="application/json", headers={"Authorization": f"Bearer {SECRET}"},
    )  # fmt: skip


@only_sqlite
@pytest.mark.parametrize("road", [as_phone, as_system])
def test_a_full_database_refuses_the_report_and_takes_it_when_there_is_room(client, sender, road):
    send = road(client)
    with full_database():
        refused = send()
    assert refused.status_code == 507
    assert refused.json()["error"] == str(StorageFull())
    assert not Report.objects.exists()
    assert not Entry.objects.filter(verb="reports.received").exists()
    assert send().status_code == 201


@only_sqlite
def test_a_resident_gets_the_text_back_when_the_database_is_full(client):
    text = LONG + "这句话不能丢"
    with full_database():
        page = client.post(
            reverse("reports:public_report"), {"client_key": str(uuid.uuid4()), "text": text}
        )
    assert page.status_code == 507
    assert str(StorageFull()) in page.content.decode()
    assert "这句话不能丢" in page.content.decode()
    assert not Report.objects.exists()


def test_a_full_disk_refuses_the_photo_and_leaves_nothing_behind(folders):
    report = make_report()
    upload = actions.Upload(uuid.uuid4(), jpeg(size=(800, 600)), "a.jpg")
    with full_disk(), pytest.raises(StorageFull):
        actions.attach(report=report, upload=upload, by=RESIDENT)
    assert not Attachment.objects.exists()
    assert not files_below(folders)
    assert actions.attach(report=report, upload=upload, by=RESIDENT).pk


def test_a_photo_for_which_there_is_no_room_harms_no_copy_that_was_kept_before(folders):
    """The same photo on two connections: the first is acknowledged while the second arrives."""
    report, key = make_report(), uuid.uuid4()
    first = actions.Upload(key, jpeg(size=(800, 600)), "a.jpg")

    class Second(SimpleUploadedFile):
        def chunks(self, *args):
            actions.attach(report=report, upload=first, by=RESIDENT)
            raise OSError(28, "No space left on device")

    late = Second("a.jpg", jpeg(size=(800, 600)).read())
    with pytest.raises(StorageFull):
        actions.attach(report=report, upload=actions.Upload(key, late, "a.jpg"), by=RESIDENT)
    kept = folders / "kept" / Attachment.objects.get().original.name
    assert kept.read_bytes() == jpeg(size=(800, 600)).read()


def test_a_photo_on_its_way_in_is_refused_with_a_sentence(client, sender, folders):
    report = make_report(sender=sender.person)
    address = reverse("reports:attach", args=[report.client_key, uuid.uuid4()])
    photo = jpeg(size=(800, 600)).read()
    headers = {"Accept": "application/json"}
    with full_disk():
        refused = client.post(address, photo, content_type="image/jpeg", headers=headers)
    assert refused.status_code == 507
    assert refused.json()["error"] == str(StorageFull())
    assert not Attachment.objects.exists()
    assert not files_below(folders)


def test_a_form_whose_files_find_no_room_is_refused_with_a_sentence(client, sender, folders):
    clip = SimpleUploadedFile("a.mp4", b"\0" * 3_000_000, content_type="video/mp4")
    fields = {"client_key": str(uuid.uuid4()), "text": "路口积水", "files": [clip]}
    with full_disk():
        refused = client.post(reverse("reports:send"), fields)
    assert refused.status_code == 507
    assert str(StorageFull()) in refused.content.decode()
    assert not Report.objects.exists()
    assert not files_below(folders)
