"""Difficulties as they are taken down: by the enterprise, at the telephone, on a visit."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qixin.cases.actions.entering import (
    LONGEST_PROMISE,
    LONGEST_VISIT,
    MOST_PROMISES,
    Difficulty,
    Promised,
)
from qixin.cases.models import CaseType
from qixin.cases.selectors import types_to_choose, units_to_choose
from qixin.people.forms import PhoneField
from qixin.people.models import Unit
from qixin.reports.enums import Urgency
from qixin.reports.models.reports import LONGEST_TEXT


class DifficultyForm(forms.Form):
    """`client_key` names what is sent: a second click on the same page is the same difficulty."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    case_type = forms.ModelChoiceField(
        CaseType.objects.none(),
        label=_("What is it about?"),
        required=False,
        empty_label=_("I do not know"),
    )
    text = forms.CharField(
        label=_("What is lacking?"),
        help_text=_("What, how much, until when, and what was tried already."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
    )
    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=Urgency.choices, coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"client_key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["case_type"].queryset = types_to_choose()  # type: ignore[attr-defined]

    def difficulty(self) -> Difficulty:
        given = self.cleaned_data
        return Difficulty(
            client_key=given["client_key"],
            text=given["text"],
            urgency=Urgency(given["urgency"]),
            case_type=given["case_type"],
        )


class OwnDifficultyForm(DifficultyForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Enterprise"), empty_label=None)
    field_order = ["client_key", "unit", "case_type", "text", "urgency"]

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].initial = units[0]
            self.fields["unit"].widget = forms.HiddenInput()


class CallForm(DifficultyForm):
    """Typed while listening: nothing but the text and the number must be there."""

    unit = forms.ModelChoiceField(
        Unit.objects.filter(dissolved_at__isnull=True), required=False, widget=forms.HiddenInput
    )
    caller_name = forms.CharField(label=_("Name"), max_length=40, required=False)
    caller_phone = PhoneField(required=True)
    lead = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Lead unit"),
        help_text=_("Empty: the type's lead unit, or the triage desk."),
        required=False,
        empty_label=_("By type"),
    )
    field_order = [
        "client_key", "unit", "caller_name", "caller_phone", "text", "case_type", "urgency", "lead",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = units_to_choose()  # type: ignore[attr-defined]


class VisitForm(forms.Form):
    client_key = forms.UUIDField(widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Enterprise"), empty_label=_("Choose an enterprise")
    )
    leader = forms.CharField(label=_("Who visited"), max_length=80)
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}))
    text = forms.CharField(
        label=_("What was seen and said"),
        max_length=LONGEST_VISIT,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"client_key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        enterprises = Unit.objects.filter(kind="enterprise", dissolved_at__isnull=True)
        self.fields["unit"].queryset = enterprises  # type: ignore[attr-defined]


class PromiseForm(forms.Form):
    what = forms.CharField(label=_("What was promised"), max_length=LONGEST_PROMISE)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("By which unit"), empty_label=_("Choose a unit")
    )
    until = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_choose()  # type: ignore[attr-defined]

    def promised(self) -> Promised:
        given = self.cleaned_data
        return Promised(given["what"], given["unit"], given["until"])


PromiseFormSet = forms.formset_factory(
    PromiseForm, extra=3, max_num=MOST_PROMISES, absolute_max=MOST_PROMISES, validate_max=True
)
