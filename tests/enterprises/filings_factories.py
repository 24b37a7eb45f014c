"""Resumption filings for tests, made the way people make them."""

import io
from datetime import timedelta

from qixin.core import clock
from qixin.enterprises.actions import filing_files, filings
from qixin.enterprises.enums import FilingFileKind, FilingState
from qixin.enterprises.models import ResumptionFiling
from qixin.people.enums import Role
from tests.enterprises.register_factories import make_contact, make_enterprise
from tests.people.factories import make_user

F = FilingState
# Resuming with 60 people for 14 days: 840 masks; 3,000 m²: 84 litres of disinfectant.
FULL = {
    "owner_unit": "", "office_address": "演练大道1号", "legal_representative": "演练丙",
    "industry": "C", "reason": "订单需按期交付", "headcount_total": 80, "headcount_key": 2,
    "resumed": 60, "resumed_key": 0, "measures": "测温、消毒、分散就餐", "floor_area": 3000,
    "thermometers": 2, "disinfectant": 84, "alcohol": 20, "isolation_places": 1, "mask_bins": 4,
    "masks": 840,
}  # fmt: skip


def full(**changes):
    today = clock.today()
    return FULL | {"resumption_date": today, "trained_on": today - timedelta(days=1)} | changes


def letter(text=b"%PDF-1.7 commitment", kind=FilingFileKind.COMMITMENT, name="承诺书.pdf"):
    return filing_files.FileGiven(kind, io.BytesIO(text), name, len(text))


def make_draft(*, enterprise=None, by=None, files=True, **changes) -> ResumptionFiling:
    """Filled in, and ready to submit unless `changes` say otherwise."""
    enterprise = enterprise or make_enterprise()
    by = by or make_contact(enterprise)
    draft = filings.begin(enterprise=enterprise, by=by)
    if files:
        filing_files.add_file(filing=draft, given=letter(), by=by)
    return filings.save_draft(filing=draft, given=full(**changes), version=draft.version, by=by)


def bring_to(draft: ResumptionFiling, state: FilingState) -> ResumptionFiling:
    """Take a draft to `state` by the roads that workflow.py draws."""
    commander, by = make_user(Role.COMMANDER), draft.begun_by
    if state in (F.SUBMITTED, F.RETURNED, F.APPROVED, F.SUSPENDED, F.REPLACED):
        filings.submit(filing=draft, by=by)
    if state == F.RETURNED:
        filings.send_back(filing=draft, remarks={"masks": "请核对口罩数量"}, by=commander)
    if state in (F.APPROVED, F.SUSPENDED, F.REPLACED):
        filings.approve(filing=draft, by=commander)
    if state == F.SUSPENDED:
        filings.suspend(filing=draft, reason="发现重大隐患", by=commander)
    if state == F.REPLACED:
        newer = make_draft(enterprise=draft.enterprise, by=by)
        filings.submit(filing=newer, by=by)
        filings.approve(filing=newer, by=commander)
    if state == F.WITHDRAWN:
        filings.withdraw(filing=draft, by=by)
    return ResumptionFiling.objects.get(pk=draft.pk)
