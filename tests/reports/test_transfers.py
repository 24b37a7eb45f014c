"""Large files in pieces, as tus 1.0.0 asks: what is acknowledged is on the disk."""

import errno
import fcntl
import hashlib
import uuid
from base64 import b64encode
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from qixin.core import clock
from qixin.core.errors import Invalid, Refused
from qixin.people.enums import Role
from qixin.reports import transfers
from qixin.reports.actions import transferring
from qixin.reports.actions.transferring import MOST_OF_ONE, drop_stale, file_of, taken
from qixin.reports.models import Transfer
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db
MOST = 3000
FILE = b"good" + bytes(range(256)) * 4
WHOLE = len(FILE)
TUS = {"Tus-Resumable": "1.0.0"}


def _only_editors(by):
    if "refused" in by.username:
        raise Refused("no")


def _only_good(head):
    if not head.startswith(b"good"):
        raise Invalid("nothing of the kind")


@pytest.fixture(autouse=True)
def a_kind_and_a_folder(settings, tmp_path, monkeypatch):
    settings.QIXIN_DEMO = True
    settings.QIXIN_TRANSFERS = tmp_path / "transfers"
    monkeypatch.setattr(transfers, "_kinds", {})
    transfers.register(transfers.Kind("letter", MOST, _only_editors, _only_good))


@pytest.fixture
def user():
    return make_user(Role.EDITOR)


@pytest.fixture
def client(user):
    signed_in = Client(enforce_csrf_checks=False)
    signed_in.force_login(user)
    return signed_in


def named(**values) -> str:
    return ",".join(f"{name} {b64encode(text.encode()).decode()}" for name, text in values.items())


def begin(client, length=WHOLE, metadata=None, **headers):
    if metadata is None:
        metadata = named(filename="片.mp4", kind="letter")
    return client.post(
        reverse("reports:transfers"),
        headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata, **headers},
    )


def begun(client, **kwargs) -> str:
    answer = begin(client, **kwargs)
    assert answer.status_code == 201, answer.content.decode()
    return answer["Location"]


def send(client, url, content, offset, kind="application/offset+octet-stream", **headers):
    return client.patch(
        url, content, content_type=kind, headers={**TUS, "Upload-Offset": str(offset), **headers}
    )


def offset(client, url) -> int:
    return int(client.head(url, headers=TUS)["Upload-Offset"])


def test_a_file_comes_in_pieces_and_is_whole_at_the_end(client, user):
    url = begun(client)
    for at in range(0, len(FILE), 100):
        answer = send(client, url, FILE[at : at + 100], at)
        assert answer.status_code == 204
        assert int(answer["Upload-Offset"]) == min(at + 100, len(FILE))
        assert answer["Tus-Resumable"] == "1.0.0"
        assert answer["Upload-Expires"].endswith("GMT")
    key = Transfer.objects.get().key
    with taken(key=key, kind="letter", by=user) as file:
        assert file.read() == FILE
    assert not Transfer.objects.exists()
    assert not list(transferring.settings.QIXIN_TRANSFERS.iterdir())


def test_head_says_how_far_it_is_and_what_the_client_had_said(client):
    metadata = named(filename="片.mp4", kind="letter")
    url = begun(client, metadata=metadata)
    send(client, url, FILE[:7], 0)
    answer = client.head(url, headers=TUS)
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("7", str(len(FILE)))
    assert answer["Upload-Metadata"] == metadata
    assert "no-store" in answer["Cache-Control"]


def test_options_tells_what_the_server_can_do_to_a_client_of_any_version(client):
    answer = client.options(reverse("reports:transfers"))
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Max-Size"] == str(MOST)
    assert answer["Tus-Extension"].split(",") == [
        "creation", "expiration", "checksum", "termination"
    ]  # fmt: skip
    assert "sha1" in answer["Tus-Checksum-Algorithm"].split(",")


@pytest.mark.parametrize("version", ["", "0.2.2", "2.0.0"])
def test_another_version_is_answered_412_and_changes_nothing(client, version):
    answer = begin(client, **{"Tus-Resumable": version})
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("at", [0, 6, 8, 10**12])
def test_a_piece_that_does_not_begin_at_the_offset_is_409_and_nothing_is_written(client, at):
    url = begun(client)
    send(client, url, FILE[:7], 0)
    assert send(client, url, FILE[7:], at).status_code == 409
    assert offset(client, url) == 7
    assert file_of(Transfer.objects.get()).read_bytes() == FILE[:7]


@pytest.mark.parametrize("kind", ["application/octet-stream", "text/plain", "multipart/form-data"])
def test_another_type_of_content_is_415(client, kind):
    assert send(client, begun(client), FILE, 0, kind=kind).status_code == 415


def test_more_than_was_said_is_413_and_the_file_stays_as_it_was(client):
    url = begun(client)
    assert send(client, url, FILE + b"x", 0).status_code == 413
    assert offset(client, url) == 0


@pytest.mark.parametrize(
    ("length", "status"),
    [("", 400), ("-1", 400), ("1e3", 400), ("１２", 400), ("9" * 30, 400), ("0", 400),
     (str(MOST + 1), 413), (str(MOST), 201)],
)  # fmt: skip
def test_a_length_that_is_none_or_too_large_is_refused_with_a_sentence(client, length, status):
    answer = begin(client, length=length.encode() if not length.isascii() else length)
    assert answer.status_code == status
    assert status == 201 or answer.content.decode()


@pytest.mark.parametrize(
    "metadata",
    ["", "kind", "kind !!!", named(kind="film"), named(kind=""), "kind /////w==",
     named(kind="letter", filename="x" * 1200)],
)  # fmt: skip
def test_what_is_said_of_a_file_must_be_readable_and_name_a_kind(client, metadata):
    assert begin(client, metadata=metadata).status_code == 400
    assert not Transfer.objects.exists()


def test_a_file_that_is_nothing_of_its_kind_is_refused_by_its_first_bytes_and_dropped(client):
    url = begun(client)
    answer = send(client, url, b"evil" + FILE[4:200], 0)
    assert (answer.status_code, answer.content) == (400, b"nothing of the kind")
    assert client.head(url, headers=TUS).status_code == 404


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_with_a_checksum_counts_whole_or_not_at_all(client, algorithm):
    url = begun(client)
    digest = b64encode(hashlib.new(algorithm, FILE[:90]).digest()).decode()
    wrong = send(
        client, url, b"good" + b"x" * 86, 0, **{"Upload-Checksum": f"{algorithm} {digest}"}
    )
    assert wrong.status_code == 460
    assert offset(client, url) == 0
    right = send(client, url, FILE[:90], 0, **{"Upload-Checksum": f"{algorithm} {digest}"})
    assert (right.status_code, right["Upload-Offset"]) == (204, "90")


@pytest.mark.parametrize("checksum", ["md5 AAAA", "crc32", "sha1 ***"])
def test_an_unknown_checksum_is_400(client, checksum):
    answer = send(client, begun(client), FILE, 0, **{"Upload-Checksum": checksum})
    assert answer.status_code == 400


def test_a_transfer_that_is_ended_is_gone_with_its_file(client):
    url = begun(client)
    path = file_of(Transfer.objects.get())
    assert path.exists()
    assert client.delete(url, headers=TUS).status_code == 204
    assert not path.exists()
    assert client.head(url, headers=TUS).status_code == 404
    assert send(client, url, FILE, 0).status_code == 404
    assert client.delete(url, headers=TUS).status_code == 404


def test_a_method_may_stand_in_a_header_where_a_proxy_knows_only_post(client):
    url = begun(client)
    answer = client.post(
        url, FILE[:9], content_type="application/offset+octet-stream",
        headers={**TUS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"},
    )  # fmt: skip
    assert (answer.status_code, offset(client, url)) == (204, 9)
    assert client.post(url, headers=TUS).status_code == 405


def test_it_is_there_for_nobody_but_its_owner(client):
    url = begun(client)
    other = Client()
    other.force_login(make_user(Role.CHIEF_EDITOR))
    assert other.head(url, headers=TUS).status_code == 404
    assert send(other, url, FILE, 0).status_code == 404
    assert other.delete(url, headers=TUS).status_code == 404
    assert send(Client(), url, FILE, 0).status_code == 403
    assert offset(client, url) == 0
    with pytest.raises(transferring.NotFound):
        transferring.drop(transfer=Transfer.objects.get(), by=make_user(Role.ADMINISTRATOR))


def test_without_the_right_or_the_token_against_forged_requests_nothing_begins(client, user):
    type(user).objects.filter(pk=user.pk).update(username="refused")
    assert begin(client).status_code == 403
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(make_user(Role.EDITOR))
    assert begin(guarded).status_code == 403
    assert not Transfer.objects.exists()


def test_a_right_that_was_taken_away_ends_it_between_two_pieces(client, user):
    url = begun(client)
    send(client, url, FILE[:7], 0)
    type(user).objects.filter(pk=user.pk).update(username="refused")
    assert send(client, url, FILE[7:], 7).status_code == 403
    assert Transfer.objects.get().offset == 7


class Line:
    """A body of which only so much arrives."""

    def __init__(self, content, fault=None):
        self.content, self.fault = content, fault

    def read(self, most):
        if not self.content and self.fault:
            raise self.fault
        block, self.content = self.content[:most], self.content[most:]
        return block


def piece(content, at=0, *, announced=None, fault=None):
    line = Line(content, fault)
    return transferring.Piece(
        offset=at, announced=len(content) if announced is None else announced, read=line.read
    )


@pytest.mark.parametrize("fault", [None, transferring.UnreadablePostError("gone")])
def test_what_arrived_of_a_piece_whose_line_broke_is_kept(user, fault):
    transfer = transferring.begin(kind="letter", length=len(FILE), metadata="", by=user)
    half = piece(FILE[:300], announced=len(FILE), fault=fault)
    assert transferring.append(transfer=transfer, piece=half, by=user).offset == 300
    whole = transferring.append(transfer=transfer, piece=piece(FILE[300:], 300), by=user)
    assert whole.is_complete
    assert file_of(transfer).read_bytes() == FILE


def test_a_process_that_is_killed_keeps_what_was_acknowledged_and_no_more(user, monkeypatch):
    monkeypatch.setattr(transferring, "DURABLE_EVERY", 100)
    monkeypatch.setattr(transferring, "BLOCK", 60)
    transfer = transferring.begin(kind="letter", length=len(FILE), metadata="", by=user)
    with pytest.raises(SystemExit):
        transferring.append(
            transfer=transfer, piece=piece(FILE[:180], announced=900, fault=SystemExit()), by=user
        )
    # as SIGKILL leaves it: blocks behind the last durable one, and nobody who tidies up
    with file_of(transfer).open("ab") as file:
        file.write(b"not acknowledged")
    assert Transfer.objects.get().offset == 120
    held = transferring.append(transfer=transfer, piece=piece(FILE[120:], 120), by=user)
    assert held.is_complete
    assert file_of(transfer).read_bytes() == FILE


def test_the_row_never_says_more_than_was_synced_to_the_disk(user, monkeypatch):
    transfer = transferring.begin(kind="letter", length=len(FILE), metadata="", by=user)
    monkeypatch.setattr(transferring.os, "fsync", _fails(errno.EIO))
    with pytest.raises(OSError, match="fault"):
        transferring.append(transfer=transfer, piece=piece(FILE), by=user)
    assert Transfer.objects.get().offset == 0


def _fails(number):
    def fail(*_args):
        raise OSError(number, "fault")

    return fail


def test_a_full_disk_is_507_with_a_sentence_and_what_was_acknowledged_stays(client, monkeypatch):
    url = begun(client)
    send(client, url, FILE[:7], 0)
    monkeypatch.setattr(transferring, "_acknowledge", _fails(errno.ENOSPC))
    answer = send(client, url, FILE[7:], 7)
    assert (answer.status_code, answer["Content-Type"]) == (507, "text/plain; charset=utf-8")
    assert answer.content.decode()
    assert offset(client, url) == 7
    assert file_of(Transfer.objects.get()).read_bytes() == FILE[:7]


def test_what_would_not_fit_on_the_disk_does_not_begin(client, monkeypatch):
    usage = type("Usage", (), {"free": transferring.LEFT_FREE + 10})
    monkeypatch.setattr(transferring.shutil, "disk_usage", lambda _folder: usage)
    assert begin(client, length=11).status_code == 507
    assert begin(client, length=10).status_code == 201


def test_two_requests_at_one_file_are_not_both_taken(client):
    url = begun(client)
    with file_of(Transfer.objects.get()).open("r+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert send(client, url, FILE, 0).status_code == 423
    assert send(client, url, FILE, 0).status_code == 204


def test_a_file_that_lost_acknowledged_bytes_is_begun_anew(client):
    url = begun(client)
    send(client, url, FILE[:100], 0)
    file_of(Transfer.objects.get()).write_bytes(FILE[:50])
    assert send(client, url, FILE[100:], 100).status_code == 404
    file_of(Transfer.objects.get()).unlink()
    assert send(client, url, FILE[100:], 100).status_code == 404


def test_what_nobody_goes_on_with_is_dropped_after_its_hours_and_its_file_too(client, settings):
    fresh, old = begun(client), begun(client)
    settings.QIXIN_TRANSFER_HOURS = 2
    old_row = Transfer.objects.latest("pk")
    old_path = file_of(old_row)
    Transfer.objects.filter(pk=old_row.pk).update(touched_at=clock.now() - timedelta(hours=3))
    assert client.head(old, headers=TUS).status_code == 404
    assert drop_stale() == 1
    assert not old_path.exists()
    assert offset(client, fresh) == 0


def test_files_without_a_row_go_too_once_they_are_old(settings):
    settings.QIXIN_TRANSFERS.mkdir()
    left, new = (settings.QIXIN_TRANSFERS / f"{uuid.uuid4()}.part" for _each in "ab")
    left.touch()
    new.touch()
    transferring.os.utime(left, (0, 0))
    assert drop_stale() == 0
    assert (left.exists(), new.exists()) == (False, True)


def test_one_person_has_a_few_at_once_and_the_longest_untouched_goes(client):
    urls = [begun(client) for _each in range(MOST_OF_ONE)]
    send(client, urls[0], FILE[:5], 0)
    last = begun(client)
    assert client.head(urls[1], headers=TUS).status_code == 404
    assert [offset(client, url) for url in (urls[0], last)] == [5, 0]
    assert len(list(transferring.settings.QIXIN_TRANSFERS.iterdir())) == MOST_OF_ONE


def test_a_part_of_a_file_becomes_nothing_and_a_failure_keeps_the_whole(user):
    transfer = transferring.begin(kind="letter", length=len(FILE), metadata="", by=user)
    transferring.append(transfer=transfer, piece=piece(FILE[:9]), by=user)
    with pytest.raises(Invalid), taken(key=transfer.key, kind="letter", by=user):
        pass
    transferring.append(transfer=transfer, piece=piece(FILE[9:], 9), by=user)
    with pytest.raises(Invalid), taken(key=transfer.key, kind="other", by=user):
        pass
    with pytest.raises(ZeroDivisionError), taken(key=transfer.key, kind="letter", by=user):
        raise ZeroDivisionError
    with taken(key=transfer.key, kind="letter", by=user) as file:
        assert file.read() == FILE


@pytest.mark.parametrize("fields", [{"length": 0}, {"length": 5, "offset": 6}])
def test_the_database_holds_no_transfer_of_nothing_or_beyond_its_length(user, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(kind="letter", owner=user, **fields)
