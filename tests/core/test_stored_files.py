"""What is stored is read from anywhere in it, on a disk and in an object store alike."""

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from moto import mock_aws
from storages.backends.s3 import S3Storage

from qixin.core.stored_files import open_stored

WORDS = bytes(range(256)) * 20


@pytest.fixture(params=["disk", "bucket"])
def storage(request, tmp_path, monkeypatch):
    if request.param == "disk":
        yield FileSystemStorage(location=tmp_path)
        return
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="films")
        yield S3Storage(bucket_name="films", location="media", region_name="us-east-1")


def test_a_part_in_the_middle_is_read_as_it_was_written(storage):
    storage.save("clips/one/clip.mp4", ContentFile(WORDS))
    found = open_stored(storage, "clips/one/clip.mp4")
    assert found.size == len(WORDS)
    assert found.modified > 0
    assert found.etag.startswith('"')
    found.file.seek(300)
    assert found.file.read(10) + found.file.read(5) == WORDS[300:315]
    found.file.seek(len(WORDS) - 3)
    assert found.file.read() == WORDS[-3:]
    assert found.file.read(0) == b""
    found.file.close()


def test_one_that_changed_has_another_mark(storage):
    storage.save("a.txt", ContentFile(b"before"))
    before = open_stored(storage, "a.txt")
    before.file.close()
    storage.delete("a.txt")
    storage.save("a.txt", ContentFile(b"afterwards"))
    now = open_stored(storage, "a.txt")
    now.file.close()
    assert now.etag != before.etag


def test_one_that_is_not_there_is_said_to_be_missing(storage):
    with pytest.raises(FileNotFoundError):
        open_stored(storage, "clips/none/clip.mp4")
