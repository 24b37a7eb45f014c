"""What the desk fills in to plan coverage, and to say what came of it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qixin.core import clock
from qixin.core.coordinates import Coordinate, CoordinateError, parse_coordinate
from qixin.newsroom.actions.covering import Plan, Wanted
from qixin.newsroom.enums import PieceKind, Protection
from qixin.newsroom.models import CoverageItem, Deliverable
from qixin.newsroom.models.coverage import LONGEST_BRIEF, LONGEST_TITLE, MOST_PIECES
from qixin.newsroom.selectors import coverage as selector
from qixin.people.enums import AreaLevel
from qixin.people.models import User
from qixin.reports.forms.place import PlaceForm, area_by_code
from qixin.reports.places import Place, locate

# What is due how long after the end, where nobody says otherwise.
USUAL_DELAY = timedelta(hours=2)
_MOMENT = "%Y-%m-%dT%H:%M"


def moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    """A moment of the district's clock, as a browser's own field has it."""
    widget = forms.DateTimeInput({"type": "datetime-local"}, format=_MOMENT)
    return forms.DateTimeField(
        label=label, widget=widget, input_formats=[_MOMENT, "%Y-%m-%d %H:%M"], **kwargs
    )


class CoverageForm(PlaceForm):
    """A plan. Of each kind of piece a number, and one time until which they are due."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**31 - 1)
    title = forms.CharField(
        label=pgettext_lazy("coverage", "What is covered"), max_length=LONGEST_TITLE
    )
    brief = forms.CharField(
        label=pgettext_lazy("coverage", "What to look at"),
        required=False,
        max_length=LONGEST_BRIEF,
        widget=forms.Textarea({"rows": 3}),
    )
    starts_at = moment(pgettext_lazy("coverage", "From"))
    ends_at = moment(pgettext_lazy("coverage", "Until"))
    protection = forms.ChoiceField(
        label=gettext_lazy("Protection there"), choices=Protection.choices, initial=Protection.NONE
    )
    reporters = forms.MultipleChoiceField(
        label=gettext_lazy("Reporters"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Name at least one reporter.")},
    )
    due_at = moment(
        gettext_lazy("Pieces due"),
        required=False,
        help_text=gettext_lazy("Blank: two hours after the end."),
    )

    def __init__(self, *args: Any, item: CoverageItem | None = None, **kwargs: Any) -> None:
        self.item = item
        initial = _as_shown(item) if item is not None else _usual()
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for kind in PieceKind:
            self.fields[f"count_{kind}"] = forms.IntegerField(
                label=kind.label, required=False, min_value=0, max_value=MOST_PIECES,
                widget=forms.NumberInput({"inputmode": "numeric", "placeholder": "0"}),
            )  # fmt: skip
        self.offered = {str(one.pk): one for one in selector.reporters()}
        choices = [(pk, str(one)) for pk, one in self.offered.items()]
        self.fields["reporters"].choices = choices  # type: ignore[attr-defined]

    @property
    def counts(self) -> list[forms.BoundField]:
        return [self[f"count_{kind}"] for kind in PieceKind]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and not any(given.get(f"count_{kind}") for kind in PieceKind):
            self.add_error(None, _("Say what they are to bring: at least one piece."))
        return given

    @property
    def plan(self) -> Plan:
        """What is planned, once the fields are clean."""
        given = self.cleaned_data
        due = given["due_at"] or given["ends_at"] + USUAL_DELAY
        return Plan(
            title=given["title"],
            brief=given["brief"],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            place=self._place(),
            address=given["address"],
            protection=given["protection"],
            reporters=[self.offered[pk] for pk in given["reporters"]],
            wanted=[
                Wanted(kind, count, due) for kind in PieceKind if (count := given[f"count_{kind}"])
            ],
        )

    def _place(self) -> Place:
        area = area_by_code(self.cleaned_data["area"])
        point = _point(self.cleaned_data["lng"], self.cleaned_data["lat"])
        if area is None:
            return locate(point)
        if area.level == AreaLevel.COMMUNITY:
            return locate(point, community=area)
        return locate(point, town=area)


class LinkForm(forms.Form):
    """A piece for one of the deliverables: a story or report that is offered, or a number typed."""

    deliverable = forms.ChoiceField(label=gettext_lazy("Delivered"))
    thing = forms.ChoiceField(label=gettext_lazy("Story or report"), required=False)
    number = forms.CharField(
        label=gettext_lazy("or the number of a report"), required=False, max_length=24
    )
    pieces = forms.IntegerField(
        label=gettext_lazy("Pieces in it"), min_value=1, max_value=MOST_PIECES, initial=1
    )

    def __init__(self, *args: Any, item: CoverageItem, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = {str(one.pk): one for one in item.deliverables.all()}
        wanted = [(pk, str(one)) for pk, one in self.wanted.items()]
        self.fields["deliverable"].choices = wanted  # type: ignore[attr-defined]
        stories = [(f"story:{s.pk}", s.draft_title or s.title)
                   for s in selector.stories_to_link(user, item)]  # fmt: skip
        reports = [(f"report:{r.number}", f"{r.number} {r.headline}")
                   for r in selector.reports_to_link(user, item)]  # fmt: skip
        choices: list[Any] = [("", _("Choose"))]
        choices += [(_("Stories"), stories)] if stories else []
        choices += [(_("Reports"), reports)] if reports else []
        self.fields["thing"].choices = choices  # type: ignore[attr-defined]

    def clean_deliverable(self) -> Deliverable:
        return self.wanted[self.cleaned_data["deliverable"]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("thing") and not given.get("number"):
            self.add_error("thing", _("Choose a story or a report, or type a report's number."))
        return given


def _point(lng: str, lat: str) -> Coordinate | None:
    """None where there is none, or none that is a place: no plan fails for its point."""
    try:
        return parse_coordinate(lng, lat)
    except CoordinateError:
        return None


def _usual() -> dict[str, Any]:
    """The next full hour, for two hours."""
    start = clock.local(clock.now()).replace(minute=0, second=0, microsecond=0)
    start += timedelta(hours=1)
    return {
        "key": uuid.uuid4(), "starts_at": start, "ends_at": start + timedelta(hours=2),
        f"count_{PieceKind.TEXT}": 1,
    }  # fmt: skip


def _as_shown(item: CoverageItem) -> dict[str, Any]:
    wanted = list(item.deliverables.all())
    due: datetime | None = max((one.due_at for one in wanted), default=None)
    return {
        "key": item.client_key,
        "version": item.version,
        "title": item.title,
        "brief": item.brief,
        "starts_at": clock.local(item.starts_at),
        "ends_at": clock.local(item.ends_at),
        "due_at": clock.local(due) if due else None,
        "town": item.town.code if item.town else "",
        "community": item.community.name if item.community else "",
        "address": item.address,
        "lng": "" if item.lng is None else f"{item.lng:.6f}",
        "lat": "" if item.lat is None else f"{item.lat:.6f}",
        "protection": item.protection,
        "reporters": [reporter.pk for reporter in item.reporters.all()],
        **{f"count_{one.kind}": one.count for one in wanted},
    }
