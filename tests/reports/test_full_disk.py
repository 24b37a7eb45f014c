"""A full disk is told, and nothing is acknowledged or half kept."""

import resource
import uuid

import pytest
from django.db import connection

from qixin.core.actors import RESIDENT
from qixin.core.errors import StorageFull
from qixin.reports import actions
from qixin.reports.enums import Source
from qixin.reports.models import Attachment, Report
from tests.reports.factories import make_report
from tests.reports.pictures import jpeg


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL offers no such limit")
def test_a_full_database_refuses_the_report_and_takes_it_when_there_is_room():
    submission = actions.Submission(uuid.uuid4(), Source.PUBLIC, "长" * 20_000)
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            with pytest.raises(StorageFull):
                actions.receive(submission=submission, by=RESIDENT)
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert not Report.objects.filter(client_key=submission.client_key).exists()
    assert actions.receive(submission=submission, by=RESIDENT).is_new


@pytest.mark.django_db
def test_a_full_disk_refuses_the_photo_and_leaves_nothing_behind(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "attachments": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }
    report = make_report()
    upload = actions.Upload(uuid.uuid4(), jpeg(size=(800, 600)), "a.jpg")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
    try:
        with pytest.raises(StorageFull):
            actions.attach(report=report, upload=upload, by=RESIDENT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not Attachment.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert actions.attach(report=report, upload=upload, by=RESIDENT).pk
