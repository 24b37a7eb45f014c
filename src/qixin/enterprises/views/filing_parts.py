"""How the pages about filings lay out a filing: sections of the form, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qixin.enterprises.forms.filings import FilingForm
from qixin.enterprises.judging import FILES, WORKERS
from qixin.enterprises.models import ResumptionFiling
from qixin.enterprises.models.filings import FILLED_IN

SECTIONS: tuple[tuple[str | Promise, str, tuple[str, ...]], ...] = (
    (gettext_lazy("The enterprise"), "building-factory-2",
     ("legal_representative", "owner_unit", "office_address", "industry", "resumption_date",
      "reason")),
    (gettext_lazy("People who resume"), "users",
     ("headcount_total", "headcount_key", "resumed", "resumed_key", "trained_on")),
    (gettext_lazy("Protection and supplies for the period"), "shield-check",
     ("masks", "floor_area", "disinfectant", "alcohol", "thermometers", "isolation_places",
      "mask_bins", "measures")),
)  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """One thing that keeps a filing from being submitted; `anchor` is where to mend it."""

    label: str
    sentences: tuple[str, ...]
    anchor: str


def name_of(field: str) -> str:
    """What a remark's or fault's field is called on the page."""
    if field == FILES:
        return _("Files")
    if field == WORKERS:
        return _("Workers who resume")
    if not field:
        return _("The filing as a whole")
    return str(ResumptionFiling._meta.get_field(field).verbose_name)


def missing_list(form: FilingForm, faults: dict[str, list[str]]) -> list[Missing]:
    """What does not fit its field, and what is missing, in the order of the form."""
    of_type = {
        name: [str(e) for e in errors]
        for name, errors in form.errors.items()
        if name in form.fields
    } if form.is_bound else {}  # fmt: skip
    found = faults | of_type
    return [
        Missing(name_of(name), tuple(found[name]), f"id_{name}")
        for name in (*_order(), FILES, WORKERS)
        if name in found
    ]


def sections_of(form: FilingForm) -> list[dict[str, Any]]:
    return [
        {"title": title, "icon": icon, "fields": [(form[name], form.remarks.get(name, ""))
                                                  for name in names]}
        for title, icon, names in SECTIONS
    ]  # fmt: skip


def facts_of(filing: ResumptionFiling) -> list[dict[str, Any]]:
    """Sections of (name, label, value) for reading; the representative is masked."""

    def shown(name: str) -> Any:
        if name == "legal_representative":
            return filing.masked_representative
        return filing.get_industry_display() if name == "industry" else getattr(filing, name)

    return [
        {"title": title, "icon": icon,
         "rows": [(name, name_of(name), shown(name)) for name in names]}
        for title, icon, names in SECTIONS
    ]  # fmt: skip


def _order() -> list[str]:
    ordered = [name for _title, _icon, names in SECTIONS for name in names]
    return [*ordered, *(name for name in FILLED_IN if name not in ordered)]
