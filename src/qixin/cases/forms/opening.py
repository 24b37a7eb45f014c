"""Opening cases, and narrowing their list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qixin.cases.actions.opening import LONGEST_TITLE
from qixin.cases.enums import CaseState
from qixin.cases.models import CaseType
from qixin.cases.selectors import types_to_choose, units_to_choose
from qixin.people.models import Unit
from qixin.people.selectors.places import towns
from qixin.reports.enums import Urgency


class OpenForm(forms.Form):
    """Without a unit the type's lead unit has it."""

    case_type = forms.ModelChoiceField(
        CaseType.objects.none(),
        label=_("Type of case"),
        required=False,
        empty_label=_("No type"),
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Lead unit"), required=False)
    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=Urgency.choices, coerce=int)
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_choose()  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("Choose a unit")  # type: ignore[attr-defined]
        if "case_type" in self.fields:
            self.fields["case_type"].queryset = types_to_choose()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        case_type = given.get("case_type")
        given["unit"] = given.get("unit") or (case_type.lead_unit if case_type else None)
        if given["unit"] is None and "unit" not in self.errors:
            self.add_error("unit", _("Choose the unit that leads."))
        return given


TOGETHER, EACH = "together", "each"


class OpenSeveralForm(OpenForm):
    """For several reports at once; without an urgency each keeps its own, one case the highest."""

    case_type = None
    how = forms.ChoiceField(
        label=_("What do they have in common?"),
        choices=[
            (TOGETHER, _("They are about the same thing: one case of all")),
            (EACH, _("Only the department: a case for each")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose: one case of all, or a case for each.")},
    )
    urgency = forms.TypedChoiceField(
        label=_("Urgency"),
        choices=[("", _("As reported")), *Urgency.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    title = forms.CharField(
        label=_("Title of the one case"),
        help_text=_("Empty: the first words of the earliest report."),
        max_length=LONGEST_TITLE,
        required=False,
    )
    shown_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    field_order = ["how", "unit", "urgency", "title"]


class FilterForm(forms.Form):
    """The list's filter as fields; the selector reads the parameters itself."""

    q = forms.CharField(label=_("Title or number"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    town = forms.ChoiceField(label=_("Town"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False)
    type = forms.ModelChoiceField(
        CaseType.objects.none(), label=_("Type of case"), required=False, empty_label=_("Any")
    )
    opened_on = forms.DateField(
        label=_("Opened on"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [
            ("open", _("All open")),
            ("overdue", _("Overdue")),
            ("soon", _("Due soon")),
            *CaseState.choices,
            ("all", _("All")),
        ]
        places = [("", _("All towns")), *((t.code, t.name) for t in towns())]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        self.fields["town"].choices = [*places, ("none", _("No town"))]  # type: ignore[attr-defined]
        self.fields["urgency"].choices = [("", _("Any")), *Urgency.choices]  # type: ignore[attr-defined]
        self.fields["type"].queryset = types_to_choose()  # type: ignore[attr-defined]
