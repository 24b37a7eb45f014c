"""Services and requests in the standard's fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.personal_data import mask_text
from qixin.people.selectors.places import towns
from qixin.reports.enums import Outcome
from qixin.reports.models import Label, Report
from qixin.reports.open311.forms import GENERAL
from qixin.reports.selectors.mine import latest_fate
from qixin.reports.selectors.requests import ServiceNames

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
# When this description of the service last changed.
CHANGESET = "2026-11-24T00:00:00Z"
# Some 100 m: near enough to see a cluster, too coarse to name a house.
_ROUNDED = 3


def service(label: Label | None) -> dict[str, Any]:
    """One service; None is the one for everything else, which every district has."""
    code = label.code if label else GENERAL
    return {
        "service_code": code,
        "service_name": service_name(label),
        "description": _description(label),
        "metadata": True,
        "type": "realtime",
        "keywords": ",".join(label.keywords.split()) if label else "",
        "group": label.group if label else "",
    }


def service_name(label: Label | None) -> str:
    """In the reader's language."""
    if label is None:
        return _("Any other matter")
    return label.local_name


def service_definition(code: str) -> dict[str, Any]:
    """What may be said beside the standard's own fields; nothing of it must."""
    return {
        "service_code": code,
        "attributes": [
            {
                "variable": True,
                "code": "occurred_at",
                "datatype": "datetime",
                "required": False,
                "datatype_description": _("Date and time with its zone (ISO 8601)."),
                "order": 1,
                "description": _("When did it happen?"),
            },
            {
                "variable": True,
                "code": "town",
                "datatype": "singlevaluelist",
                "required": False,
                "datatype_description": _("One of the values."),
                "order": 2,
                "description": _("In which town or subdistrict?"),
                "values": [
                    {"key": town.code, "name": (_reads_english() and town.name_en) or town.name}
                    for town in towns()
                ],
            },
        ],
    }


def requests(reports: Iterable[Report], *, in_full: bool) -> list[dict[str, Any]]:
    """Requests in the standard's fields; not `in_full`, places are rounded. Personal data in texts
    is masked for everybody."""
    rows = list(reports)
    names = ServiceNames.of({report.service_code for report in rows})
    return [request(report, names, in_full=in_full) for report in rows]


def request(report: Report, names: ServiceNames, *, in_full: bool) -> dict[str, Any]:
    label = names.by_code.get(report.service_code)
    place = report.community or report.town
    return {
        "service_request_id": report.number,
        "status": "closed" if report.is_closed else "open",  # type: ignore[attr-defined]
        "status_notes": mask_text(_notes(report)),
        "service_name": service_name(label),
        "service_code": report.service_code or GENERAL,
        "description": mask_text(report.text),
        "agency_responsible": _agency(report, label),
        "service_notice": None,
        "requested_datetime": w3(report.received_at),
        "updated_datetime": w3(report.updated_at),  # type: ignore[attr-defined]
        "expected_datetime": None,
        "address": mask_text(report.address or (place.name if place else "")),
        "address_id": place.code if place else None,
        "zipcode": None,
        "lat": _degrees(report.lat, in_full=in_full),
        "long": _degrees(report.lng, in_full=in_full),
        "media_url": _published(report),
    }


def discovery(endpoint: str) -> dict[str, Any]:
    """The service discovery document (http://wiki.open311.org/Service_Discovery)."""
    return {
        "changeset": CHANGESET,
        "contact": _("Write to the administrator of %(site)s.") % {"site": settings.QIXIN_SITE_URL},
        "key_service": _("The district's administrator gives out keys: %(address)s")
        % {"address": settings.QIXIN_SITE_URL + reverse("people:api_keys")},
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": endpoint,
                "changeset": CHANGESET,
                "type": "test" if settings.QIXIN_DEMO else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def w3(at: datetime) -> str:
    """Date and time with its offset, to the second, in the district's zone."""
    return clock.local(at).isoformat(timespec="seconds")


def _reads_english() -> bool:
    return (get_language() or "").startswith("en")


def _description(label: Label | None) -> str:
    if label is None:
        return _("Whatever fits no other service.")
    return (label.description_en if _reads_english() else label.description) or label.description


def _notes(report: Report) -> str:
    fate = latest_fate(report)
    return "\n".join(part for part in (str(fate.sentence), fate.answer or fate.note) if part)


def _agency(report: Report, label: Label | None) -> str | None:
    decisions = getattr(report, "standing_decisions", [])
    unit = next((decision.unit for decision in decisions if decision.unit), None)
    unit = unit or (label.unit if label else None)
    return ((_reads_english() and unit.name_en) or unit.name) if unit else None


def _degrees(value: float | None, *, in_full: bool) -> float | None:
    return value if in_full or value is None else round(value, _ROUNDED)


def _published(report: Report) -> str | None:
    """The public page that shows the pictures; unpublished ones are nobody's business."""
    if not report.attachments.all():
        return None
    links = [
        settlement.link
        for settlement in report.settlements.all()
        if settlement.outcome == Outcome.STORY_PUBLISHED and settlement.link
    ]
    if not links:
        return None
    return links[0] if "://" in links[0] else settings.QIXIN_SITE_URL + links[0]
