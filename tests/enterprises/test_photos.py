"""Photos: received once by the key that announced them, without what they carried."""

import io
import uuid
from pathlib import Path

import pytest
from PIL import Image

from qixin.core.errors import Invalid, NotFound
from qixin.enterprises.actions.hazards import report_mended
from qixin.enterprises.actions.photos import receive_photo
from qixin.enterprises.models import HazardStep, Photo
from qixin.enterprises.models.photos import photo_storage
from qixin.enterprises.selectors.photos import before_and_after, photo_for
from qixin.people.enums import Role
from tests.enterprises.safety_factories import (
    loose,
    make_contact,
    make_enterprise,
    make_hazard,
    make_inspection,
    make_inspector,
)
from tests.people.factories import make_unit, make_user
from tests.reports.pictures import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    return make_enterprise()


@pytest.fixture
def inspector(enterprise):
    return make_inspector(enterprise)


@pytest.fixture
def key(enterprise, inspector):
    made = uuid.uuid4()
    make_inspection(enterprise, by=inspector, loose=(loose(photos=(made,)),))
    return made


def receive(key, by, file=None):
    return receive_photo(key=key, file=file or jpeg(), filename="a.jpg", by=by)


def stored():
    """Everything below the folder of photos, which tests share."""
    folder = Path(photo_storage().path("safety"))
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_photo_is_kept_once_and_carries_nothing(key, inspector):
    exif = Image.Exif()
    exif[0x010F] = "telephone"
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "#3b6").save(file, "JPEG", exif=exif)
    photo = receive(key, inspector, file)
    assert receive(key, inspector) == photo
    with photo.web.open("rb") as web:
        assert not dict(Image.open(web).getexif())
    assert len([path for path in stored() if path.name.startswith(key.hex)]) == 2


def test_what_is_no_photo_is_refused_with_a_sentence_and_no_longer_awaited(key, inspector):
    with pytest.raises(Invalid):
        receive(key, inspector, io.BytesIO(b"#!/bin/sh\necho no photo at all"))
    photo = Photo.objects.get(client_key=key)
    assert (photo.state, bool(photo.reason)) == ("refused", True)
    assert not [path for path in stored() if path.name.startswith(key.hex)]


def test_only_whoever_announced_a_photo_sends_it(key, enterprise):
    for by, which in ((make_inspector(enterprise), key), (make_user(Role.COMMANDER), uuid.uuid4())):
        with pytest.raises(NotFound):
            receive(which, by)


def test_a_photo_is_seen_by_whoever_sees_the_enterprise(key, inspector, enterprise):
    photo = receive(key, inspector)
    for user in (make_contact(enterprise), make_user(Role.AUDITOR), inspector):
        assert photo_for(user, photo.pk) == photo
    for user in (make_user(Role.OFFICER, unit=make_unit()), make_user(Role.EDITOR)):
        with pytest.raises(NotFound):
            photo_for(user, photo.pk)


def test_photos_of_what_was_done_stand_beside_those_of_what_was_found(key, inspector, enterprise):
    before = receive(key, inspector)
    hazard = enterprise.hazards.get()
    report_mended(hazard=hazard, note="", photos=[jpeg("b.jpg")], by=make_contact(enterprise))
    assert before_and_after(hazard) == ([before], [Photo.objects.exclude(pk=before.pk).get()])


def test_a_report_with_one_bad_photo_keeps_nothing_of_it(enterprise):
    hazard, before = make_hazard(enterprise), stored()
    bad = jpeg("bad.jpg")
    bad.file = io.BytesIO(b"no photo at all, but long enough to look")
    bad.seek(0)
    with pytest.raises(Invalid):
        report_mended(
            hazard=hazard, note="已关好", photos=[jpeg(), bad], by=make_contact(enterprise)
        )
    assert stored() <= before
    assert not HazardStep.objects.filter(kind="mended").exists()
