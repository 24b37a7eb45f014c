"""Resumption filings: state × verb × role, what is missing, rules, workers, files, merging."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, QixinError, Refused, WrongState
from qixin.core.models import Entry, ImportRun
from qixin.enterprises import bars
from qixin.enterprises.actions import filing_files, filing_workers, filings, merging, rules
from qixin.enterprises.enums import FilingFileKind, FilingState
from qixin.enterprises.models import (
    FilingFile,
    FilingRule,
    FilingTerms,
    FilingWorker,
    ResumptionFiling,
)
from qixin.enterprises.policies import filings as policies
from qixin.enterprises.selectors import filings as selectors
from qixin.enterprises.workflow import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from tests.enterprises.filings_factories import bring_to, full, letter, make_draft
from tests.enterprises.register_factories import make_contact, make_enterprise, make_manager
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db
F = FilingState
ID_NUMBER = "370305190001023450"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def admin():
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def usual(admin):
    rules.lay_down_usual_rules(by=admin)


VERBS = {
    "submit": lambda one, by: filings.submit(filing=one, by=by),
    "return": lambda one, by: filings.send_back(filing=one, remarks={"masks": "请核对"}, by=by),
    "approve": lambda one, by: filings.approve(filing=one, by=by),
    "suspend": lambda one, by: filings.suspend(filing=one, reason="发现重大隐患", by=by),
    "lift": lambda one, by: filings.lift(filing=one, reason="隐患已整改", by=by),
    "withdraw": lambda one, by: filings.withdraw(filing=one, by=by),
}
FILES = {"contact"}
DECIDES = {"manager", "commander"}
MAY = {"submit": FILES, "withdraw": FILES, "return": DECIDES, "approve": DECIDES,
       "suspend": DECIDES | {"supervisor"}, "lift": DECIDES | {"supervisor"}}  # fmt: skip


def people_around(enterprise):
    return {
        "contact": make_contact(enterprise),
        "manager": make_manager(enterprise),
        "supervisor": make_user(Role.OFFICER, unit=enterprise.supervising_unit),
        "other contact": make_contact(make_enterprise()),
        "other officer": make_user(Role.OFFICER, unit=make_unit()),
        **{role: make_user(role) for role in Role
           if role not in (Role.OFFICER, Role.ENTERPRISE_CONTACT)},
    }  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", F.values)
def test_a_verb_works_from_the_states_drawn_and_for_the_roles_that_may(state, verb):
    one = bring_to(make_draft(enterprise=make_enterprise(supervising_unit=make_unit())), F(state))
    origins, target = TRANSITIONS["filing"][verb]
    around = people_around(one.enterprise)
    for who, by in around.items():
        allowed = state in origins and str(who) in MAY[verb]
        assert policies.can(by, verb, filing=one) == allowed, (state, verb, who)
        if not allowed:
            with pytest.raises(QixinError):
                VERBS[verb](one, by)
            assert ResumptionFiling.objects.get(pk=one.pk).state == state
    if state in origins:
        VERBS[verb](one, around[sorted(MAY[verb])[0]])
        assert ResumptionFiling.objects.get(pk=one.pk).state == target
        assert Entry.objects.filter(verb=JOURNAL[verb], subject_id=one.pk).exists()


def test_every_state_can_be_reached_and_every_verb_is_journaled():
    reached = {target for _from, target in TRANSITIONS["filing"].values()}
    assert reached | {INITIAL["filing"]} == set(F.values)
    assert TRANSITIONS["filing"].keys() <= JOURNAL.keys()


def test_nobody_decides_on_what_they_submitted_themselves():
    enterprise = make_enterprise()
    both = make_user(Role.COMMANDER, Role.ENTERPRISE_CONTACT)
    draft = make_draft(enterprise=enterprise, by=both)
    filings.submit(filing=draft, by=both)
    with pytest.raises(Refused):
        filings.approve(filing=draft, by=both)


def test_submitting_says_all_that_is_missing_at_once(usual):
    enterprise = make_enterprise()
    contact = make_contact(enterprise)
    draft = filings.begin(enterprise=enterprise, by=contact)
    with pytest.raises(filings.NotReady) as lacking:
        filings.submit(filing=draft, by=contact)
    blank = {"legal_representative", "resumption_date", "reason", "resumed", "masks", "files",
             "measures", "trained_on", "floor_area"}  # fmt: skip
    assert blank <= set(lacking.value.faults)
    # what the register says is filled in, and the owner's name is for tenants alone
    assert not {"industry", "headcount_total", "owner_unit"} & set(lacking.value.faults)


def test_the_masks_that_are_short_are_counted_in_a_sentence(usual):
    draft = make_draft(masks=500)
    said = selectors.what_is_missing(draft)["masks"]
    assert said == ["口罩还差340只：复工60人×14天=840只，现有500只"]


@pytest.mark.parametrize(
    ("changes", "field", "fits"),
    [
        ({"masks": 839}, "masks", False),
        ({"masks": 840}, "masks", True),
        # as text, 9 would be more than 10 and 840 less than 90
        ({"resumed": 9, "headcount_total": 10, "masks": 126}, "resumed", True),
        ({"resumed": 10, "headcount_total": 9}, "resumed", False),
        ({"floor_area": 3001, "disinfectant": Decimal("84.0")}, "disinfectant", False),
        ({"floor_area": 3001, "disinfectant": Decimal("84.1")}, "disinfectant", True),
        ({"resumed_key": 3}, "resumed_key", False),
        ({"headcount_key": 81}, "headcount_key", False),
        ({"masks": None}, "masks", False),
    ],
)
def test_rules_compare_numbers_as_numbers(usual, changes, field, fits):
    draft = make_draft(**changes)
    assert (field not in selectors.what_is_missing(draft)) == fits


def test_nobody_resumes_is_a_filing_and_a_blank_number_is_none(usual):
    zero = {"resumed": 0, "resumed_key": 0, "masks": 0, "floor_area": 0, "disinfectant": 0}
    draft = make_draft(**zero)
    assert selectors.what_is_missing(draft) == {}
    filings.submit(filing=draft, by=draft.begun_by)
    other = make_draft(**zero | {"resumed": None})
    assert set(selectors.what_is_missing(other)) == {"resumed"}


@pytest.mark.parametrize("day", [date(1900, 1, 1), clock.today() + timedelta(days=900)])
def test_an_absurd_day_of_resumption_is_not_submitted(day):
    draft = make_draft(resumption_date=day)
    assert set(selectors.what_is_missing(draft)) == {"resumption_date"}


def test_a_building_site_needs_its_self_checks():
    draft = make_draft(industry="E")
    assert len(selectors.what_is_missing(draft)["files"]) == 2
    for kind in (FilingFileKind.SITE_CHECK, FilingFileKind.SYSTEMS_CHECK):
        filing_files.add_file(filing=draft, given=letter(kind=kind), by=draft.begun_by)
    assert "files" not in selectors.what_is_missing(draft)


def test_one_filing_is_begun_by_two_presses_and_one_is_in_hand():
    enterprise = make_enterprise()
    contact, other = make_contact(enterprise), make_contact(enterprise)
    first = filings.begin(enterprise=enterprise, by=contact)
    assert filings.begin(enterprise=enterprise, by=other) == first
    assert ResumptionFiling.objects.count() == 1


def test_two_submits_submit_once():
    draft = make_draft()
    filings.submit(filing=draft, by=draft.begun_by)
    with pytest.raises(WrongState):
        filings.submit(filing=draft, by=draft.begun_by)
    assert Entry.objects.filter(verb=JOURNAL["submit"]).count() == 1


def test_an_approval_lasts_for_the_terms_and_is_renewed_from_what_was_filed(admin):
    terms = FilingTerms.objects.create(period_days=7)
    rules.set_filing_terms(period_days=10, version=terms.version, by=admin)
    one = make_draft()
    filing_workers.list_worker(
        filing=one, worker=filing_workers.Worker("演练丁", ID_NUMBER), by=one.begun_by
    )
    one = bring_to(one, F.APPROVED)
    assert one.valid_until == clock.today() + timedelta(days=9)
    assert not one.is_over
    ResumptionFiling.objects.filter(pk=one.pk).update(valid_until=clock.today() - timedelta(days=1))
    one.refresh_from_db()
    assert one.is_over
    newer = filings.begin(enterprise=one.enterprise, by=one.begun_by)
    assert (newer.renews, newer.masks, newer.workers.count()) == (one, 840, 1)
    assert newer.files.count() == 0
    filing_files.add_file(filing=newer, given=letter(), by=one.begun_by)
    filings.submit(filing=newer, by=one.begun_by)
    filings.approve(filing=newer, by=make_user(Role.COMMANDER))
    one.refresh_from_db()
    assert one.state == F.REPLACED


def test_a_suspension_is_not_dodged_by_filing_anew():
    one = bring_to(make_draft(), F.SUSPENDED)
    with pytest.raises(Conflict):
        filings.begin(enterprise=one.enterprise, by=one.begun_by)
    with pytest.raises(WrongState):
        filings.withdraw(filing=one, by=one.begun_by)


def test_what_bars_an_enterprise_keeps_it_from_being_approved_and_lifted():
    one = bring_to(make_draft(), F.SUBMITTED)
    stopped = bring_to(make_draft(), F.SUSPENDED)
    commander = make_user(Role.COMMANDER)

    def bar(enterprise):
        return "有重大隐患未整改。"

    bars.register(bar)
    try:
        with pytest.raises(Conflict, match="重大隐患"):
            filings.approve(filing=one, by=commander)
        with pytest.raises(Conflict, match="重大隐患"):
            filings.lift(filing=stopped, reason="已整改到位", by=commander)
    finally:
        bars._bars.remove(bar)
    filings.approve(filing=one, by=commander)


def test_remarks_stand_at_their_fields_until_it_is_submitted_again():
    one = bring_to(make_draft(), F.RETURNED)
    assert selectors.remarks_of(one) == {"masks": "请核对口罩数量"}
    page = signed_in(one.begun_by).get(reverse("enterprises:edit_filing", args=[one.number]))
    assert "请核对口罩数量" in page.content.decode()
    filings.submit(filing=one, by=one.begun_by)
    one.refresh_from_db()
    assert selectors.remarks_of(one) == {}
    assert one.submissions == 2
    with pytest.raises(Invalid):
        filings.send_back(filing=one, remarks={"masks": " \0 "}, by=make_user(Role.COMMANDER))
    with pytest.raises(Invalid):
        filings.send_back(filing=one, remarks={"state": "x"}, by=make_user(Role.COMMANDER))


def test_a_filing_of_a_merged_enterprise_goes_over_and_cannot_be_begun_there(admin):
    draft = make_draft()
    gone, into = draft.enterprise, make_enterprise()
    merging.merge(double=gone, into=into, by=admin)
    draft.refresh_from_db()
    assert draft.enterprise == into
    contact = draft.begun_by
    filings.submit(filing=draft, by=contact)
    gone.refresh_from_db()
    with pytest.raises(WrongState):
        filings.begin(enterprise=gone, by=contact)


@pytest.mark.parametrize("theirs", [F.DRAFT, F.APPROVED, F.SUSPENDED])
@pytest.mark.parametrize("ours", [F.SUBMITTED, F.APPROVED, F.SUSPENDED])
def test_merging_keeps_one_in_hand_and_one_that_stands_and_no_suspension_is_lost(
    admin, ours, theirs
):
    one, other = bring_to(make_draft(), ours), bring_to(make_draft(), theirs)
    merging.merge(double=other.enterprise, into=one.enterprise, by=admin)
    rows = ResumptionFiling.objects.filter(enterprise=one.enterprise)
    assert rows.count() == 2
    suspended = F.SUSPENDED in (ours, theirs)
    assert rows.filter(state=F.SUSPENDED).count() == suspended


def body(**changes):
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in full(**changes).items()}


def save(client, filing, htmx=True, **changes):
    headers = {"HX-Request": "true"} if htmx else {}
    form = body(**changes) | {"version": changes.get("version", filing.version)}
    return client.post(
        reverse("enterprises:save_filing", args=[filing.number]), form, headers=headers
    )


def test_typing_is_kept_whatever_is_wrong_elsewhere(usual):
    draft = make_draft(masks=None)
    client = signed_in(draft.begun_by)
    page = save(client, draft, masks="５００", floor_area="很大", reason="", thermometers="-1")
    assert page.status_code == 200
    text = page.content.decode()
    assert "口罩还差340只" in text
    assert 'href="#id_floor_area"' in text
    assert 'id="id_version" value="3"' in text
    draft.refresh_from_db()
    assert (draft.masks, draft.reason, draft.floor_area) == (500, "", 3000)


@pytest.mark.parametrize(
    "value", ["9" * 50, "1e9", "-5", "\0", "十二", "1.5", "NaN", "１２３４５６７８９０"]
)
@pytest.mark.parametrize("field", ["resumed", "disinfectant"])
def test_bad_numbers_are_answered_with_a_sentence(usual, field, value):
    draft = make_draft()
    client = signed_in(draft.begun_by)
    answer = save(client, draft, **{field: value})
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert getattr(draft, field) in (full()[field], Decimal("1.5"))
    form = body(**{field: value}) | {"version": draft.version}
    sent = client.post(reverse("enterprises:edit_filing", args=[draft.number]), form)
    assert sent.status_code in (422, 302)


def test_the_second_of_two_contacts_is_told_and_keeps_the_text():
    draft = make_draft()
    client = signed_in(make_contact(draft.enterprise))
    assert save(client, draft, reason="第一位").status_code == 200
    assert save(client, draft, reason="第二位").status_code == 409
    form = body(reason="第二位写的") | {"version": draft.version}
    page = client.post(reverse("enterprises:edit_filing", args=[draft.number]), form)
    assert page.status_code == 409
    assert "第二位写的" in page.content.decode()
    draft.refresh_from_db()
    assert draft.reason == "第一位"


def test_the_form_submits_and_says_at_the_fields_what_is_missing(usual):
    draft = make_draft()
    client = signed_in(draft.begun_by)
    address = reverse("enterprises:edit_filing", args=[draft.number])
    page = client.post(address, body(masks=500) | {"version": draft.version})
    assert page.status_code == 422
    assert "口罩还差340只" in str(page.context["form"]["masks"].errors)
    draft.refresh_from_db()
    assert draft.masks == 500
    sent = client.post(address, body() | {"version": draft.version})
    assert sent.status_code == 302
    draft.refresh_from_db()
    assert draft.state == F.SUBMITTED


def test_an_officer_sees_the_verdicts_returns_and_approves_on_one_page(usual):
    one = bring_to(make_draft(masks=840, isolation_places=0), F.SUBMITTED)
    client = signed_in(make_manager(one.enterprise))
    queue = client.get(reverse("enterprises:filing_queue"))
    assert one.number in queue.content.decode()
    page = client.get(reverse("enterprises:filing", args=[one.number])).content.decode()
    assert "临时隔离场所还差1个" in page
    assert "演练丙" not in page
    back = reverse("enterprises:return_filing", args=[one.number])
    nothing = client.post(back, {"remark-masks": " ", "conditions": "写了一半的条件"})
    assert nothing.status_code == 400
    assert "写了一半的条件" in nothing.content.decode()
    assert client.post(back, {"remark-masks": "请附照片", "remark-": "其余可以"}).status_code == 302
    filings.submit(filing=one, by=one.begun_by)
    conditions = {"conditions": "分批返岗，电话19900001111"}
    client.post(reverse("enterprises:approve_filing", args=[one.number]), conditions)
    one.refresh_from_db()
    assert one.state == F.APPROVED
    assert "19900001111" not in one.conditions
    line = Entry.objects.get(verb=JOURNAL["approve"])
    assert "19900001111" not in str(line.detail)


def test_approving_after_a_withdrawal_is_told_on_the_page():
    one = bring_to(make_draft(), F.SUBMITTED)
    filings.withdraw(filing=one, by=one.begun_by)
    client = signed_in(make_manager(one.enterprise))
    page = client.post(reverse("enterprises:approve_filing", args=[one.number]))
    assert page.status_code == 409


def test_a_draft_is_the_enterprises_own_and_strangers_find_nothing():
    draft, sent = make_draft(), bring_to(make_draft(), F.SUBMITTED)
    assert not selectors.visible(make_user(Role.COMMANDER)).filter(pk=draft.pk).exists()
    assert selectors.visible(make_user(Role.AUDITOR)).filter(pk=sent.pk).exists()
    for user in (make_contact(draft.enterprise), make_user(Role.OFFICER, unit=make_unit()),
                 make_user(Role.MEMBER), make_user()):  # fmt: skip
        client = signed_in(user)
        for name in ("filing", "edit_filing", "workers"):
            address = reverse(f"enterprises:{name}", args=[sent.number])
            assert client.get(address).status_code == 404
        for name in ("approve_filing", "return_filing", "suspend_filing", "save_filing"):
            address = reverse(f"enterprises:{name}", args=[sent.number])
            assert client.post(address).status_code == 404


def test_figures_are_the_lengths_of_their_lists():
    for state in (F.SUBMITTED, F.RETURNED, F.APPROVED, F.SUSPENDED, F.APPROVED):
        last = bring_to(make_draft(), state)
    ResumptionFiling.objects.filter(pk=last.pk).update(valid_until=date(2020, 2, 1))
    client, address = signed_in(make_user(Role.COMMANDER)), reverse("enterprises:filings")
    tallies = client.get(address).context["tallies"]
    assert sum(tallies.values()) == 5
    for state, count in tallies.items():
        context = client.get(address, {"state": state}).context
        assert (context["count"], len(context["filings"])) == (count, count), state
    assert client.get(address, {"q": last.number.lower()}).context["count"] == 1


def test_the_register_is_filtered_by_the_state_of_the_filing():
    for state in (F.DRAFT, F.SUBMITTED, F.APPROVED, F.SUSPENDED):
        bring_to(make_draft(), state)
    make_enterprise()
    client, address = signed_in(make_user(Role.COMMANDER)), reverse("enterprises:list")
    counts = {
        state: client.get(address, {"filing": state}).context["count"]
        for state in ("none", "submitted", "returned", "approved", "expired", "suspended", "x")
    }
    assert list(counts.values()) == [2, 1, 0, 1, 0, 1, 5]


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


def rule(**given):
    return {"left": "masks", "comparison": "ge", "right": "resumed", "factor": 1, "days": 14,
            "divisor": 1, "weight": "must", "message": "", "message_en": "",
            "is_active": True} | given  # fmt: skip


def test_an_administrator_edits_a_rule_and_each_change_is_a_version(admin):
    client = signed_in(admin)
    client.post(reverse("enterprises:usual_rules"))
    client.post(reverse("enterprises:usual_rules"))
    assert FilingRule.objects.count() == len(rules.USUAL_RULES)
    masks = FilingRule.objects.get(left="masks")
    address = reverse("enterprises:rule", args=[masks.pk])
    sent = {k: v for k, v in rule(days=3).items() if v != ""} | {"seen": 1}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent | {"days": 4}).status_code == 422
    masks.refresh_from_db()
    assert (masks.days, masks.version) == (3, 2)
    assert selectors.what_is_missing(make_draft(masks=179))["masks"] == [
        "口罩储备（只）应不少于180，现填179"
    ]
    line = Entry.objects.filter(verb=JOURNAL["set_rule"], subject_id=masks.pk).latest("pk")
    assert (line.detail["version"], " 14 " in line.detail["was"]) == (2, True)
    for page in ("rules", "new_rule"):
        assert client.get(reverse(f"enterprises:{page}")).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        {"left": "state"}, {"right": "legal_representative"}, {"divisor": 0}, {"factor": -1},
        {"message": "还差{missing}只{filing.pk}"}, {"days": 0}, {"days": 99999}, {"left": ""},
    ],
)  # fmt: skip
def test_a_rule_that_makes_no_sense_is_refused(admin, given):
    with pytest.raises(Invalid):
        rules.set_rule(given=rule(**given), by=admin)
    assert not FilingRule.objects.exists()


def test_a_fixed_number_and_a_rule_out_of_force(admin):
    rules.set_rule(given=rule(left="isolation_places", right="", factor=2, days=1), by=admin)
    one = rules.set_rule(given=rule(factor=999), by=admin)
    rules.set_rule(given={"is_active": False}, rule=one, version=1, by=admin)
    assert set(selectors.what_is_missing(make_draft(isolation_places=1))) == {"isolation_places"}
    assert selectors.what_is_missing(make_draft(isolation_places=2)) == {}


def test_rules_are_set_by_administrators_alone(admin):
    for user in (make_user(Role.COMMANDER), make_user(Role.OFFICER, unit=make_unit())):
        with pytest.raises(Refused):
            rules.set_rule(given=rule(), by=user)
        client = signed_in(user)
        for name in ("rules", "new_rule"):
            assert client.get(reverse(f"enterprises:{name}")).status_code == 403
