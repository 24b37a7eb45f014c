"""A picture or a PDF beside a piece of evidence: kept privately, read by the desk, never public."""

import io
import uuid
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qixin.core import clock
from qixin.core.errors import Invalid, Refused, WrongState
from qixin.core.models import Entry
from qixin.letters.actions import Upload
from qixin.newsroom.actions import rumours
from qixin.newsroom.actions.evidence_files import MOST_FILES, collect_with_files
from qixin.newsroom.models import Evidence, EvidenceFile
from qixin.people.enums import Role
from tests.newsroom.factories import jpeg, make_editor
from tests.newsroom.rumour_factories import WHY, found, make_answered, make_rumour
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
NO_FILE = (b"MZ\x90\x00", b"", b"PK\x03\x04rubbish", b"<svg onload=alert(1)>", b"GIF89a", b"\0")


def uploaded(content=PDF, name="通告.pdf"):
    return Upload(io.BytesIO(content), name, len(content))


def kept(rumour, *files, by, key=None):
    return collect_with_files(
        rumour=rumour, found=found(), files=files, client_key=key or uuid.uuid4(), by=by
    )


def every_file():
    return sorted(Path(storages["attachments"].path("")).glob("evidence/**/*.*"))


def form(**fields):
    return {
        "key": uuid.uuid4(), "kind": "document", "source": "区交警大队", "text": "没有封路安排。",
        "dated": f"{clock.today()}", **fields,
    }  # fmt: skip


def test_two_files_are_kept_with_the_evidence_and_once_for_its_key():
    editor, before = make_editor(), len(every_file())
    rumour, key = make_rumour(by=editor), uuid.uuid4()
    for _twice in range(2):
        kept(rumour, uploaded(), uploaded(jpeg(exif=False), "群聊.png"), by=editor, key=key)
    names = list(EvidenceFile.objects.values_list("name", "mime"))
    assert names == [("通告.pdf", "application/pdf"), ("群聊.jpg", "image/jpeg")]
    assert len(every_file()) == before + 2
    with EvidenceFile.objects.first().stored.open("rb") as file:
        assert file.read() == PDF


@pytest.mark.parametrize("content", NO_FILE)
def test_what_is_no_picture_and_no_pdf_leaves_nothing(content):
    editor, before = make_editor(), len(every_file())
    rumour = make_rumour(by=editor)
    with pytest.raises(Invalid):
        kept(rumour, uploaded(), uploaded(content, "a.pdf"), by=editor)
    assert not Evidence.objects.exists()
    assert len(every_file()) == before


def test_too_many_and_too_late_leave_nothing():
    editor, before = make_editor(), len(every_file())
    rumour = make_rumour(by=editor)
    with pytest.raises(Invalid):
        kept(rumour, *(uploaded() for _ in range(MOST_FILES + 1)), by=editor)
    rumours.file_rumour(rumour=rumour, reason=WHY, by=editor)
    with pytest.raises(WrongState):
        kept(rumour, uploaded(), by=editor)
    with pytest.raises(Refused):
        kept(rumour, uploaded(), by=make_user(Role.CORRESPONDENT))
    assert len(every_file()) == before


def test_it_is_added_by_the_form_read_by_the_desk_and_the_journal_says_by_whom(client):
    editor = make_editor()
    rumour = make_rumour(by=editor)
    client.force_login(editor)
    page = reverse("newsroom:rumour", args=[rumour.pk])
    files = [SimpleUploadedFile("通告.pdf", PDF), SimpleUploadedFile("照片.jpg", jpeg())]
    answer = client.post(f"{page}evidence/", form(files=files))
    assert answer.status_code == 302
    first = EvidenceFile.objects.earliest("pk")
    address = reverse("newsroom:evidence_file", args=[first.pk])
    assert address in client.get(page).content.decode()
    got = client.get(address)
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"].startswith("attachment")
    assert "no-store" in got["Cache-Control"]
    assert got["X-Content-Type-Options"] == "nosniff"
    line = Entry.objects.get(verb="newsroom.evidence_opened")
    assert (line.actor_id, line.subject_id, line.detail) == (
        editor.pk, rumour.pk, {"file": first.pk},
    )  # fmt: skip


def test_a_bad_file_is_said_in_the_form_and_the_words_stay(client):
    editor = make_editor()
    client.force_login(editor)
    page = reverse("newsroom:rumour", args=[make_rumour(by=editor).pk])
    given = form(files=[SimpleUploadedFile("a.pdf", b"MZ\x90")], source="区交警大队值班室")
    answer = client.post(f"{page}evidence/", given)
    assert answer.status_code == 422
    assert "区交警大队值班室" in answer.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("role", [Role.CORRESPONDENT, Role.OFFICER, Role.COMMANDER])
def test_nobody_outside_the_desk_reads_it(client, role, settings):
    settings.QIXIN_DEMO = True  # a commander has a second factor elsewhere
    editor = make_editor()
    rumour = make_rumour(by=editor)
    kept(rumour, uploaded(), by=editor)
    client.force_login(make_user(role))
    page = client.get(reverse("newsroom:rumour", args=[rumour.pk]))
    assert "/rumours/files/" not in page.content.decode()
    address = reverse("newsroom:evidence_file", args=[EvidenceFile.objects.get().pk])
    assert client.get(address).status_code in (403, 404)
    client.logout()
    assert client.get(address).status_code == 302


def test_no_public_file_knows_of_it(public_root):
    editor, answer = make_editor(), make_answered()
    kept(answer.rumour, uploaded(name="群聊截图.pdf"), by=editor)
    for file in public_root.rglob("*"):
        if file.suffix in {".html", ".json", ".xml"}:
            assert "群聊截图" not in file.read_text()
            assert "/evidence/" not in file.read_text()
