"""A correspondent's large photo or clip that came in pieces becomes an attachment, once."""

import uuid

import pytest
from django.urls import reverse

from qixin.core.errors import Invalid, NotFound, Refused
from qixin.people.enums import Role
from qixin.reports import actions
from qixin.reports.actions import transferring
from qixin.reports.actions.transferring import Piece, append, begin
from qixin.reports.models import Attachment, Transfer
from tests.people.factories import make_user
from tests.reports.factories import make_group, make_member, make_report
from tests.reports.pictures import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.QIXIN_TRANSFERS = tmp_path / "transfers"
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def sender(client):
    user = make_user(Role.CORRESPONDENT)
    make_member(make_group(), user.person)
    client.force_login(user)
    return user


def arrived(content, by, *, upto=None):
    """A transfer of which `upto` bytes (all) are on the disk."""
    transfer = begin(kind="attachment", length=len(content), metadata="", by=by)
    sent = content[:upto]
    pieces = iter([sent, b""])
    piece = Piece(offset=0, announced=len(sent), read=lambda _most: next(pieces))
    return append(transfer=transfer, piece=piece, by=by)


def attach(client, report, transfer, *, key=None):
    address = reverse("reports:attach", args=[report.client_key, key or uuid.uuid4()])
    headers = {"X-Transfer": str(transfer), "X-File-Name": "a.jpg", "X-Position": "2",
               "Accept": "application/json"}  # fmt: skip
    return client.post(address, b"", content_type="image/jpeg", headers=headers)


def test_what_came_in_pieces_is_attached_once_and_leaves_nothing(client, sender):
    report = make_report(sender=sender.person)
    content, key = jpeg(size=(640, 480)).read(), uuid.uuid4()
    transfer = arrived(content, sender)
    for _once_more in range(2):  # the first answer may be lost
        answer = attach(client, report, transfer.key, key=key)
        assert answer.status_code == 201, answer.content.decode()
    kept = Attachment.objects.get()
    assert (kept.report, kept.size, kept.position) == (report, len(content), 2)
    with kept.original.open("rb") as file:
        assert file.read() == content
    assert not Transfer.objects.exists()
    assert not list(transferring.settings.QIXIN_TRANSFERS.iterdir())


def test_half_a_file_is_not_attached_and_stays_to_be_gone_on_with(client, sender):
    report = make_report(sender=sender.person)
    transfer = arrived(jpeg().read(), sender, upto=200)
    answer = attach(client, report, transfer.key)
    assert answer.status_code == 400
    assert not Attachment.objects.exists()
    assert Transfer.objects.get().offset == 200


@pytest.mark.parametrize(
    "key", ["6b0f4d6e-30c1-4a5e-9f0a-2020020137a5", "nothing", "../../etc/passwd", "１"]
)
def test_a_transfer_that_is_not_there_is_said(client, sender, key):
    report = make_report(sender=sender.person)
    assert attach(client, report, key.encode("utf-8").decode("latin-1")).status_code == 404


def test_somebody_elses_transfer_is_nobodys(client, sender):
    report, other = make_report(sender=sender.person), make_user(Role.CORRESPONDENT)
    transfer = arrived(jpeg().read(), other)
    assert attach(client, report, transfer.key).status_code == 404
    assert Transfer.objects.exists()


def test_somebody_elses_report_takes_nothing(client, sender):
    transfer = arrived(jpeg().read(), sender)
    assert attach(client, make_report(), transfer.key).status_code == 404
    assert Transfer.objects.exists()


def test_what_is_neither_photo_nor_clip_ends_with_its_first_bytes(sender):
    with pytest.raises(Invalid):
        arrived(b"%PDF-1.7 " + b"0" * 5000, sender)
    assert not Transfer.objects.exists()


def test_who_may_not_send_may_not_begin():
    with pytest.raises(Refused):
        begin(kind="attachment", length=10, metadata="", by=make_user())


def test_a_transfer_of_another_kind_is_no_attachment(sender):
    transfer = arrived(jpeg().read(), sender)
    Transfer.objects.update(kind="clip")
    upload = actions.Upload(client_key=uuid.uuid4(), file=jpeg(), filename="a.jpg")
    with pytest.raises((Invalid, NotFound)):
        actions.attach_sent(
            report=make_report(), transfer=transfer.key, upload=upload, by=sender
        )  # fmt: skip
