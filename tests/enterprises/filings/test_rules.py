"""Rules that an administrator edits."""

import pytest
from django.urls import reverse

from qixin.core.errors import Invalid, Refused
from qixin.core.models import Entry
from qixin.enterprises.actions import rules
from qixin.enterprises.models import (
    FilingRule,
)
from qixin.enterprises.selectors import filings as selectors
from qixin.enterprises.workflow import JOURNAL
from qixin.people.enums import Role
from tests.enterprises.filings.browsing import signed_in
from tests.enterprises.filings_factories import make_draft
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


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
