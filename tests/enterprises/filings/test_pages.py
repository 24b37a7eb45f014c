"""The form, the review page and the lists."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from qixin.core.models import Entry
from qixin.enterprises.actions import filings
from qixin.enterprises.enums import FilingState
from qixin.enterprises.models import (
    ResumptionFiling,
)
from qixin.enterprises.selectors import filings as selectors
from qixin.enterprises.workflow import JOURNAL
from qixin.people.enums import Role
from tests.enterprises.filings.browsing import signed_in
from tests.enterprises.filings_factories import bring_to, full, make_draft
from tests.enterprises.register_factories import make_contact, make_enterprise, make_manager
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db
F = FilingState


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
