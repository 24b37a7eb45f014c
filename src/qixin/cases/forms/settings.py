"""What an administrator edits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qixin.cases.actions.settings import LONGEST_TEMPLATE, MOST_AMOUNT, TypeGiven
from qixin.cases.enums import Measure
from qixin.cases.models import CaseType
from qixin.cases.selectors import types_to_choose, units_to_choose
from qixin.people.models import Unit
from qixin.reports.enums import Urgency


class TypeForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=32)
    name_en = forms.CharField(label=_("English name"), max_length=48, required=False)
    lead_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Lead unit"),
        help_text=_("Without one, the triage desk chooses each time."),
        required=False,
        empty_label=_("The triage desk chooses"),
    )
    co_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Co-units"),
        help_text=_("They are asked to help as soon as a case of this type is opened."),
        required=False,
        widget=forms.SelectMultiple({"size": 6}),
    )
    is_retired = forms.BooleanField(
        label=_("Retired"),
        help_text=_("Not offered any more; its cases keep it."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead_unit", "co_units"):
            self.fields[name].queryset = units_to_choose()  # type: ignore[attr-defined]
        for urgency in Urgency:
            self.fields[f"amount_{urgency.value}"] = forms.IntegerField(
                label=urgency.label, required=False, min_value=1, max_value=MOST_AMOUNT
            )
            self.fields[f"measure_{urgency.value}"] = forms.ChoiceField(
                label=_("counted in"), choices=Measure.choices, required=False
            )

    def clocks(self) -> list[tuple[Any, Any]]:
        """The pairs of fields, for the page."""
        return [(self[f"amount_{u.value}"], self[f"measure_{u.value}"]) for u in Urgency]

    def given(self) -> TypeGiven:
        filled = self.cleaned_data
        clocks = {
            urgency: (
                filled[f"amount_{urgency.value}"],
                Measure(filled[f"measure_{urgency.value}"] or Measure.HOURS),
            )
            for urgency in Urgency
            if filled.get(f"amount_{urgency.value}")
        }
        return TypeGiven(
            name=filled["name"],
            name_en=filled["name_en"],
            lead_unit=filled["lead_unit"],
            co_units=list(filled["co_units"]),
            clocks=clocks,
            is_retired=filled["is_retired"],
        )


class TemplateForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=48)
    case_type = forms.ModelChoiceField(
        CaseType.objects.none(),
        label=_("For cases of the type"),
        required=False,
        empty_label=_("all types"),
    )
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST_TEMPLATE, widget=forms.Textarea({"rows": 6})
    )
    is_retired = forms.BooleanField(label=_("Retired"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_type"].queryset = types_to_choose()  # type: ignore[attr-defined]
