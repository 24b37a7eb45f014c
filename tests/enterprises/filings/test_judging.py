"""What is missing: rules compare numbers, and say all at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from qixin.core import clock
from qixin.enterprises.actions import filing_files, filings
from qixin.enterprises.enums import FilingFileKind
from qixin.enterprises.selectors import filings as selectors
from tests.enterprises.filings_factories import letter, make_draft
from tests.enterprises.register_factories import make_contact, make_enterprise

pytestmark = pytest.mark.django_db


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
