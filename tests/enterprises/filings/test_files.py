"""Files and the workers who resume."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.core.models import Entry, ImportRun
from qixin.enterprises.actions import filing_files, filing_workers, filings
from qixin.enterprises.enums import FilingFileKind, FilingState
from qixin.enterprises.models import (
    FilingFile,
    FilingWorker,
    ResumptionFiling,
)
from qixin.enterprises.workflow import JOURNAL
from tests.enterprises.filings.browsing import signed_in
from tests.enterprises.filings_factories import bring_to, letter, make_draft
from tests.enterprises.register_factories import make_contact, make_enterprise, make_manager

pytestmark = pytest.mark.django_db
F = FilingState
ID_NUMBER = "370305190001023450"


def picture():
    content = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (60, 40), "navy").save(content, "JPEG", exif=exif)
    return content.getvalue()


def test_a_photo_loses_what_the_camera_wrote_and_is_stored_once():
    draft = make_draft()
    photo = letter(picture(), FilingFileKind.SUPPLIES, "口罩.jpg")
    first = filing_files.add_file(filing=draft, given=photo, by=draft.begun_by)
    again = filing_files.add_file(
        filing=draft, given=letter(picture(), FilingFileKind.SUPPLIES, "口罩.jpg"),
        by=draft.begun_by,
    )  # fmt: skip
    assert first == again
    with first.stored.open("rb") as stored:
        assert b"secret" not in stored.read()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "commitment"), (b"MZ program", "commitment"), (b"#!/bin/sh", "other"),
        (b"%PDF-1.7 no photo", "supplies"), (b"\xff\xd8\xffbroken", "supplies"),
        (b"%PDF-1.7", "nothing"), (b"PK\x03\x04 broken", "commitment"),
    ],
)  # fmt: skip
def test_files_that_are_not_what_they_should_be_are_refused_with_a_sentence(content, kind):
    draft = make_draft(files=False)
    with pytest.raises(Invalid):
        filing_files.add_file(filing=draft, given=letter(content, kind), by=draft.begun_by)
    assert not FilingFile.objects.exists()


def test_opening_a_file_leaves_a_line_and_removing_is_for_drafts():
    one = bring_to(make_draft(), F.SUBMITTED)
    file = one.files.get()
    client = signed_in(make_manager(one.enterprise))
    answer = client.get(reverse("enterprises:filing_file", args=[file.pk]))
    assert b"".join(answer) == b"%PDF-1.7 commitment"
    assert Entry.objects.filter(verb=JOURNAL["open_file"]).count() == 1
    own = signed_in(one.begun_by)
    assert own.post(reverse("enterprises:remove_file", args=[file.pk])).status_code == 409
    assert FilingFile.objects.exists()


SHEET = f"姓名,身份证号,来源地\n演练甲,{ID_NUMBER},河北\n演练乙,{ID_NUMBER},河北\n演练丙,123,\n"


def test_workers_are_imported_masked_and_seen_by_a_click_with_a_reason(tmp_path):
    draft = make_draft()
    client = signed_in(draft.begun_by)
    address = reverse("enterprises:import_workers", args=[draft.number])
    sheet = io.BytesIO(SHEET.encode())
    sheet.name = "工人.csv"
    page = client.post(address, {"file": sheet}, follow=True).content.decode()
    run = ImportRun.objects.get()
    assert (run.created, run.rejected) == (1, 2)
    assert ID_NUMBER not in page
    assert "演*" in page
    sheet.seek(0)
    client.post(address, {"file": sheet})
    assert ImportRun.objects.latest("pk").unchanged == 1
    worker = FilingWorker.objects.get()
    assert worker.came_from == "河北"
    click = reverse("enterprises:unmask_worker", args=[draft.number, worker.pk])
    assert client.post(click, {"reason": ""}).status_code == 400
    assert ID_NUMBER in client.post(click, {"reason": "核对名单"}).content.decode()
    line = Entry.objects.get(verb=JOURNAL["unmask_filing"])
    assert ID_NUMBER not in str(line.detail)
    back = client.get(reverse("enterprises:workers_rejected", args=[run.pk]))
    assert "身份证号" in b"".join(back).decode("utf-8-sig")
    stranger = signed_in(make_contact(make_enterprise()))
    assert stranger.get(reverse("enterprises:workers_rejected", args=[run.pk])).status_code == 404


def test_workers_are_added_and_struck_while_it_is_a_draft():
    draft = make_draft()
    client = signed_in(draft.begun_by)
    address = reverse("enterprises:workers", args=[draft.number])
    assert client.post(address, {"name": "演练甲", "id_number": "12"}).status_code == 422
    form = {"name": "演练甲", "id_number": ID_NUMBER, "came_from": "本区"}
    for _ in range(2):
        assert client.post(address, form).status_code == 302
    worker = FilingWorker.objects.get()
    strike = reverse("enterprises:strike_worker", args=[draft.number, worker.pk])
    for _ in range(2):
        assert client.post(strike).status_code == 302
    assert not FilingWorker.objects.exists()
    filings.submit(filing=draft, by=draft.begun_by)
    assert client.post(address, form).status_code == 409


def test_persons_are_forgotten_a_month_after_a_filing_is_over():
    over, standing = make_draft(), make_draft()
    for one in (over, standing):
        filing_workers.list_worker(
            filing=one, worker=filing_workers.Worker("演练丁", ID_NUMBER), by=one.begun_by
        )
    bring_to(over, F.WITHDRAWN)
    bring_to(standing, F.APPROVED)
    later = clock.now() + timedelta(days=40)
    with clock.pretend(later - timedelta(days=35)):
        assert filing_workers.erase_persons() == 0
    ResumptionFiling.objects.filter(pk=standing.pk).update(valid_until=later.date())
    with clock.pretend(later):
        assert filing_workers.erase_persons() == 1
        assert filing_workers.erase_persons() == 0
    over.refresh_from_db()
    assert (over.legal_representative, over.workers.count()) == ("", 0)
    standing.refresh_from_db()
    assert (standing.legal_representative, standing.workers.count()) == ("演练丙", 1)
