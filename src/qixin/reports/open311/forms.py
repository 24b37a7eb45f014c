"""Reading arguments: filters of GET requests, fields of POST requests."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qixin.core import clock, ids
from qixin.core.coordinates import CoordinateError, parse_coordinate
from qixin.core.errors import Invalid, NotFound
from qixin.core.personal_data import normalise_digits
from qixin.people.enums import AreaLevel
from qixin.people.models import ApiKey, Area
from qixin.reports.actions import Submission
from qixin.reports.enums import Source
from qixin.reports.forms.sending import area_by_code
from qixin.reports.open311.asking import Several, argument, listed
from qixin.reports.places import Place, locate
from qixin.reports.selectors.requests import SPAN, RequestFilter, services

T = TypeVar("T")
GENERAL = "general"
PAGE_SIZE, MOST = 100, 1000
LONGEST_DESCRIPTION = 4000
# The same body from the same key within this time is the same request, sent again.
SAME_WITHIN = timedelta(minutes=10)
_KEYS = uuid.UUID("0b6a6a0e-52a7-5a5d-8d0d-3c3d0f311c11")
_W3 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)", re.IGNORECASE
)


@dataclass(frozen=True)
class Asked:
    """A filter with the page of it that is wanted; pages count from 1."""

    filter: RequestFilter
    page: int
    size: int


def read_filter(request: HttpRequest) -> Asked:
    """Raises Invalid for a date, status or page that cannot be read."""
    page, size = (
        _number(request, "page", 1, 100_000),
        _number(request, "page_size", PAGE_SIZE, MOST),
    )
    numbers = tuple(ids.normalise_number(n)[:20] for n in listed(request, "service_request_id"))
    if numbers:
        return Asked(RequestFilter(numbers=numbers[:MOST]), page, size)
    since, until = _span(moment(request, "start_date"), moment(request, "end_date"))
    return Asked(
        RequestFilter(
            services=tuple("" if c == GENERAL else c for c in listed(request, "service_code")),
            since=since,
            until=until,
            open=_status(listed(request, "status")),
            updated_after=moment(request, "updated_after"),
            updated_before=moment(request, "updated_before"),
        ),
        page,
        size,
    )


def moment(request: HttpRequest, name: str) -> datetime | None:
    """A date and time with its zone, as the standard demands. Raises Invalid."""
    # a plus sign that a client forgot to escape arrives as a blank
    given = argument(request, name).replace(" ", "+")
    if not given:
        return None
    try:
        if not _W3.fullmatch(given):
            raise ValueError(given)
        # what lies beyond the calendar once it is in UTC cannot be compared either
        return datetime.fromisoformat(given.upper()).astimezone(timezone.get_default_timezone())
    except (ValueError, OverflowError):
        raise Invalid(
            _("%(name)s must be a date and time with its zone, such as 2020-02-03T14:05:00+08:00.")
            % {"name": name}
        ) from None


def _span(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """90 days at most; where one end or both are missing, 90 days from or to the other, or now."""
    try:
        if since is None:
            until = until or clock.now()
            return until - SPAN, until
        until = until or since + SPAN
    except OverflowError:
        raise Invalid(_("start_date and end_date lie outside the calendar.")) from None
    if until < since:
        raise Invalid(_("end_date lies before start_date."))
    if until - since > SPAN:
        raise Invalid(_("start_date and end_date may lie at most 90 days apart."))
    return since, until


def _status(given: tuple[str, ...]) -> bool | None:
    if unknown := set(given) - {"open", "closed"}:
        raise Invalid(
            _("status is “open” or “closed”, not “%(given)s”.") % {"given": min(unknown)[:40]}
        )
    return given[0] == "open" if len(given) == 1 else None


def _number(request: HttpRequest, name: str, default: int, most: int) -> int:
    given = argument(request, name)
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and len(given) < 9 and int(given) >= 1):
        raise Invalid(_("%(name)s must be a number from 1.") % {"name": name})
    return min(int(given), most)


def read_submission(request: HttpRequest, key: ApiKey) -> Submission:
    """What POST requests sends. Raises Several with a sentence for each thing that is wrong."""
    if not (request.content_type or "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        raise Invalid(_("Send the fields as application/x-www-form-urlencoded, in UTF-8."))
    wrong: list[str] = []
    place = _kept(wrong, lambda: _place(request)) or Place()
    happened = _kept(wrong, lambda: _attribute_moment(request))
    service = _kept(wrong, lambda: _service(argument(request, "service_code")))
    text = _kept(wrong, lambda: _text(request)) or ""
    if wrong:
        raise Several(wrong)
    return Submission(
        client_key=client_key(request, key),
        source=Source.OPEN311,
        text=text,
        occurred_at=happened,
        place=place,
        address=argument(request, "address_string"),
        service_code=service or "",
        contact_name=_contact_name(request),
        contact_phone=normalise_digits(argument(request, "phone"))[:64],
    )


def _kept(wrong: list[str], read: Callable[[], T]) -> T | None:
    """What `read` returns; what it refuses is added to `wrong`."""
    try:
        return read()
    except Invalid as error:
        wrong.append(str(error.sentence))
        return None


def _service(code: str) -> str:
    if not code:
        raise Invalid(_("service_code is missing. GET services lists them."))
    if code == GENERAL:
        return ""
    if code not in {label.code for label in services()}:
        raise NotFound(_("There is no service with this code. GET services lists them."))
    return code


def _text(request: HttpRequest) -> str:
    text, media = argument(request, "description"), argument(request, "media_url")
    if not text and not media:
        raise Invalid(_("description is missing: write in a few words what is the matter."))
    if len(text) > LONGEST_DESCRIPTION:
        raise Invalid(
            _("description has %(length)d characters; the standard allows %(most)d.")
            % {"length": len(text), "most": LONGEST_DESCRIPTION}
        )
    if not media:
        return text
    if not media.lower().startswith(("http://", "https://")) or len(media) > 2000:
        raise Invalid(_("media_url must be an address that begins with http:// or https://."))
    return f"{text}\n\n{media}".strip()


def _place(request: HttpRequest) -> Place:
    lat, lng = argument(request, "lat"), argument(request, "long")
    town = argument(request, "attribute[town]")
    area = _area(argument(request, "address_id") or town)
    community = area if area and area.level == AreaLevel.COMMUNITY else None
    of_town = area if area and area.level == AreaLevel.TOWN else None
    if lat or lng:
        if not (lat and lng):
            raise Invalid(_("lat and long belong together: one of them is missing."))
        try:
            return locate(parse_coordinate(lng, lat), community=community, town=of_town)
        except CoordinateError as error:
            raise Invalid(f"lat, long: {error.sentence}") from error
    if not (argument(request, "address_string") or area):
        raise Invalid(_("Say where it is: by lat and long, by address_string or by address_id."))
    return locate(None, community=community, town=of_town)


def _area(code: str) -> Area | None:
    if not code:
        return None
    area = area_by_code(code)
    if area is None:
        raise Invalid(
            _("There is no place with this address_id: give the code of a town or community.")
        )
    return area


def _attribute_moment(request: HttpRequest) -> datetime | None:
    return moment(request, "attribute[occurred_at]")


def _contact_name(request: HttpRequest) -> str:
    """Family name first where it is a Chinese one; the mail address beside it, as in a letter."""
    first, last = argument(request, "first_name")[:64], argument(request, "last_name")[:64]
    joined = f"{first} {last}".strip() if (first + last).isascii() else f"{last}{first}"
    email = argument(request, "email")[:200]
    return f"{joined} <{email}>".strip() if email else joined


def client_key(request: HttpRequest, key: ApiKey) -> uuid.UUID:
    """The name of this submission: from `Idempotency-Key`, else from the body and the time."""
    given = request.headers.get("Idempotency-Key", "").strip()
    if given:
        return _name(key, "key", given)
    digest = body_digest(request.POST)
    window = int(clock.now().timestamp() // SAME_WITHIN.total_seconds())
    return _name(key, "body", digest, str(window))


def earlier_key(request: HttpRequest, key: ApiKey) -> uuid.UUID | None:
    """What the same body was named in the time before; None where the client names it itself."""
    if request.headers.get("Idempotency-Key", "").strip():
        return None
    window = int(clock.now().timestamp() // SAME_WITHIN.total_seconds())
    return _name(key, "body", body_digest(request.POST), str(window - 1))


def body_digest(body: Mapping[str, object]) -> str:
    """Of all fields but the key, whatever their order."""
    fields = sorted((name, body[name]) for name in body if name != "api_key")
    return hashlib.sha256(json.dumps(fields, default=str).encode()).hexdigest()


def _name(key: ApiKey, *parts: str) -> uuid.UUID:
    return uuid.uuid5(_KEYS, "\x1f".join([str(key.pk), *parts]))
