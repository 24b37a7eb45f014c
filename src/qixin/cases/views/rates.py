"""The three rates, what stands beside them, and what came of the cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qixin.cases import selectors
from qixin.core.sheets import table_as_xlsx
from qixin.people.permissions import check_permission

# What the list calls the key of a row, by what rows are grouped by.
_NARROWING = {"unit": "lead", "type": "type", "town": "town"}
_COLUMNS = (
    "counted", "response_due", "responded", "resolution_due", "resolved", "spoke", "satisfied",
    "reopened", "handed_back", "unconfirmed",
)  # fmt: skip


@login_required
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "cases.read")
    span, group = _span(request), _group(request)
    rows = selectors.rates(request.user, span, group)
    whole = selectors.total(rows)
    context: dict[str, Any] = {
        "span": span,
        "group": group,
        "groups": _groups(),
        "rows": [(row, _links(row, span, group)) for row in rows],
        "total": whole,
        "total_links": _links(whole, span, ""),
        "figures": selectors.figures(request.user, span),
    }
    return render(request, "cases/rates.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The table as .xlsx, with the counts behind every rate."""
    check_permission(request.user, "cases.read")
    span, group = _span(request), _group(request)
    rows = selectors.rates(request.user, span, group)
    head = [_groups()[group], *_headings(), _("Excluded")]
    body = [[row.label, *(row.counts[name] for name in _COLUMNS), row.excluded] for row in rows]
    content = table_as_xlsx(head, body)
    name = f"rates-{span.first}-{span.last}.xlsx"
    return HttpResponse(
        content,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _headings() -> list[str]:
    return [
        _("Cases"), _("Response due"), _("Responded in time"), _("Resolution due"), _("Resolved"),
        _("Said something"), _("Satisfied"), _("Reopened"), _("Handed back"), _("Unconfirmed"),
    ]  # fmt: skip


def _groups() -> dict[str, str]:
    return {
        "unit": _("Department"), "type": _("Type of case"), "town": _("Town"), "day": _("Day"),
    }  # fmt: skip


def _links(row: selectors.Rates, span: selectors.Span, group: str) -> dict[str, str]:
    """For every count of a row, the list of its cases."""
    base = {"state": "all", "opened_from": str(span.first), "opened_until": str(span.last)}
    if group == "day":
        base |= {"opened_from": row.label, "opened_until": row.label}
    elif group:
        base[_NARROWING[group]] = row.key
    names = (*_COLUMNS, "excluded", "responded_late", "unresolved", "unsatisfied")
    inbox = reverse("cases:inbox")
    return {name: f"{inbox}?{urlencode(base | {'set': name})}" for name in names}


def _span(request: HttpRequest) -> selectors.Span:
    return selectors.Span.of(_day(request, "from"), _day(request, "until"))


def _group(request: HttpRequest) -> str:
    wanted = request.GET.get("by", "unit")
    return wanted if wanted in selectors.GROUPS else "unit"


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
