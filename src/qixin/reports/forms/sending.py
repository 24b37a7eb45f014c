"""What is sent in: from the phone's page as JSON, from forms, and from residents."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import msgspec
from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qixin.core.coordinates import Coordinate, CoordinateError, parse_coordinate
from qixin.core.errors import Invalid
from qixin.core.personal_data import normalise_digits
from qixin.people.enums import AreaLevel
from qixin.reports.actions.attaching import MOST_ATTACHMENTS
from qixin.reports.enums import Precision
from qixin.reports.forms.place import PlaceForm, area_by_code
from qixin.reports.models.reports import LONGEST_TEXT
from qixin.reports.places import Place, locate

# Older than the house: a clock that was never set.
_OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
_IMPOSSIBLE_PLACE = gettext_lazy(
    "The coordinates that the phone gave are impossible, so the report was taken without them."
)
_OUTSIDE = gettext_lazy(
    "The place lies outside the district. The report was taken and marked so; if the place is "
    "wrong, send the right one."
)


class SentReport(msgspec.Struct, forbid_unknown_fields=False):
    """The JSON that the capture page sends; `area` is a town's or community's code."""

    client_key: uuid.UUID
    text: str = ""
    occurred_at: datetime | None = None
    lng: float | None = None
    lat: float | None = None
    area: str = ""
    address: str = ""
    is_urgent: bool = False
    attachments: int = 0


def read_json(body: bytes) -> SentReport:
    """Raises Invalid for what is no such JSON: half a request, or another program's."""
    try:
        return msgspec.json.decode(body, type=SentReport)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise Invalid(
            _("The server could not read this report. Load the page again and send it once more.")
        ) from fault


def placed(sent: SentReport) -> tuple[Place, str | Promise]:
    """Where the report is, and a sentence for the sender if that is impossible or outside.

    A wrong coordinate costs the place, never the report.
    """
    area = area_by_code(sent.area)
    community = area if area and area.level == AreaLevel.COMMUNITY else None
    town = area if area and area.level == AreaLevel.TOWN else None
    coordinate, notice = _coordinate(sent.lng, sent.lat)
    place = locate(coordinate, community=community, town=town)
    if place.precision == Precision.OUTSIDE:
        notice = _OUTSIDE
    return place, notice


def happened(moment: datetime | None) -> datetime | None:
    """`moment`, in the district's zone if it names none; None where a clock must be wrong."""
    if moment is None:
        return None
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return moment if moment >= _OLDEST else None


def _coordinate(lng: Any, lat: Any) -> tuple[Coordinate | None, str | Promise]:
    blank = [lng in (None, ""), lat in (None, "")]
    if all(blank):
        return None, ""
    if any(blank):
        return None, _IMPOSSIBLE_PLACE
    try:
        return parse_coordinate(lng, lat), ""
    except CoordinateError:
        return None, _IMPOSSIBLE_PLACE


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is judged on its own later, so that one bad photo costs no report."""

    widget = ManyFiles

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (value or []) if file]
        if len(files) > MOST_ATTACHMENTS:
            raise forms.ValidationError(
                _("At most %(most)d photos and clips fit in one report.")
                % {"most": MOST_ATTACHMENTS}
            )
        return files


class TextField(forms.CharField):
    """A text as some keyboards and programs send it: NUL, which nobody sees, costs no report."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\0", "")


class SendForm(PlaceForm):
    """The capture page without scripts."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    text = TextField(
        label=gettext_lazy("What is happening?"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    files = FilesField(label=gettext_lazy("Photos and clips"), required=False)
    occurred_at = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        help_text=gettext_lazy("Empty: now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    is_urgent = forms.BooleanField(label=gettext_lazy("Urgent"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid.uuid4())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("text", "")
        if not text.strip() and not cleaned.get("files") and "files" not in self.errors:
            self.add_error("text", _("Write a few words, or add a photo."))
        if len(text) > LONGEST_TEXT:
            self.add_error(
                "text",
                _("The text has %(length)d characters; at most %(most)d fit in one report. "
                  "Please shorten it or send it in parts.")
                % {"length": len(text), "most": LONGEST_TEXT},
            )  # fmt: skip
        return cleaned

    def sent(self) -> SentReport:
        """What was typed, in the shape that the capture page sends."""
        given = self.cleaned_data
        return SentReport(
            client_key=given["client_key"],
            text=given["text"],
            occurred_at=given["occurred_at"],
            lng=given["lng"] or None,
            lat=given["lat"] or None,
            area=given["area"],
            address=given["address"],
            is_urgent=given["is_urgent"],
            attachments=len(given["files"]),
        )


def clean_phone(typed: str) -> str:
    """Digits, half-width, as they are dialled. Raises ValidationError for what is no number."""
    digits = "".join(c for c in normalise_digits(typed) if c.isdigit())
    national = digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
    if not 7 <= len(national) <= 12:
        raise forms.ValidationError(
            _("This is not a telephone number. A mobile number has 11 digits, such as 19900001234.")
        )
    return national


class PublicReportForm(SendForm):
    """A resident's report. `website` is a trap for programs; people do not see it."""

    contact_name = forms.CharField(label=gettext_lazy("Your name"), required=False, max_length=64)
    contact_phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    may_publish = forms.BooleanField(
        label=gettext_lazy("I took the photos and clips myself, and they may be published."),
        required=False,
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    is_urgent = None  # type: ignore[assignment]  # everybody's own matter is urgent: the editor says

    def clean_contact_phone(self) -> str:
        typed = self.cleaned_data["contact_phone"].strip()
        return clean_phone(typed) if typed else ""

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please leave the field “Website” empty and send again."))
        return ""

    def sent(self) -> SentReport:
        self.cleaned_data["is_urgent"] = False
        return super().sent()


class JoinForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, by_code: bool = False, **kwargs: Any) -> None:
        """`by_code`: the number must be one that a text message reaches."""
        super().__init__(*args, **kwargs)
        self.by_code = by_code

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise forms.ValidationError(_("Please enter your name."))
        return name

    def clean_phone(self) -> str:
        number = clean_phone(self.cleaned_data["phone"])
        if self.by_code and not (len(number) == 11 and number.startswith("1")):
            raise forms.ValidationError(
                _("Please give a mobile number: the code is sent to it as a text message.")
            )
        return number


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from the text message"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "class": "join-code",
            }
        ),
    )

    def clean_code(self) -> str:
        return "".join(c for c in normalise_digits(self.cleaned_data["code"]) if c.isdigit())


class FollowForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Report number"), max_length=40)
    code = forms.CharField(
        label=gettext_lazy("Follow-up code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
