"""The filter of queue and list, and what decisions need."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.people.models import Unit
from qixin.people.selectors.places import towns
from qixin.reports.enums import LabelKind, Precision, Purpose, ReportState, Source, Urgency
from qixin.reports.models import Group, Label
from qixin.reports.selectors.filters import ReportFilter
from qixin.reports.selectors.reports import columns

ALL = "all"


class ReportFilterForm(forms.Form):
    """Reads a `ReportFilter` from an address; what it cannot read does not narrow the list."""

    q = forms.CharField(label=_("Words or number"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False)
    urgency = forms.TypedChoiceField(
        label=_("Urgency"), required=False, coerce=int, empty_value=None
    )
    town = forms.ChoiceField(label=_("Town"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    precision = forms.ChoiceField(label=_("Place"), required=False)
    column = forms.ChoiceField(label=_("Suggested column"), required=False)
    unit = forms.TypedChoiceField(
        label=_("Suggested department"), required=False, coerce=int, empty_value=None
    )
    received_on = forms.DateField(
        label=_("Received on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    purpose = forms.ChoiceField(label=pgettext_lazy("report", "Written as"), required=False)
    # from the newsroom's own pages: one story or column
    about = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    photo = forms.BooleanField(label=_("With photo"), required=False)
    mine = forms.BooleanField(label=_("Mine"), required=False)

    def __init__(self, *args: Any, state: str = "", **kwargs: Any) -> None:
        """`state` is shown where the address names none."""
        super().__init__(*args, **kwargs)
        self.usual_state = state
        self.fields["q"].widget.attrs |= {"data-search": "", "type": "search"}
        anything = [("", _("Any"))]
        choices = {
            "state": [*ReportState.choices, (ALL, _("All"))],
            "urgency": [*anything, *reversed(Urgency.choices)],
            "town": [*anything, *((t.code, t.name) for t in towns()), ("none", _("No town"))],
            "group": [*anything, *_groups(), ("none", _("No group"))],
            "source": [*anything, *Source.choices],
            "precision": [*anything, *Precision.choices],
            "purpose": [*anything, *Purpose.choices],
            "column": [*anything, *columns().items()],
            "unit": [*anything, *_units()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        # A list shows what it is filtered by, also where the address says nothing of it.
        self.initial["state"] = state or ALL
        if self.is_bound and not self.data.get("state"):
            self.data = self.data.copy()
            self.data["state"] = state or ALL

    def wanted(self) -> ReportFilter:
        """The filter; fields with an unreadable value count as empty."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        state = given.pop("state", "") or self.usual_state
        return ReportFilter(state="" if state == ALL else state, **given)


def services() -> QuerySet[Label]:
    return Label.objects.filter(kind=LabelKind.SERVICE, is_active=True)


def _groups() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Group.objects.values_list("id", "name")]


def _units() -> list[tuple[int, str]]:
    offering = services().exclude(unit=None).values("unit")
    return list(Unit.objects.filter(pk__in=offering).values_list("id", "name"))
