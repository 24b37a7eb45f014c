"""What people fill in about a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qixin.cases.actions.opening import LONGEST_TITLE
from qixin.cases.enums import CaseState
from qixin.cases.models.answers import LONGEST_ANSWER, LONGEST_NOTE
from qixin.cases.selectors import units_to_choose
from qixin.people.models import Unit
from qixin.people.selectors.places import towns
from qixin.reports.enums import Urgency


class OpenForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Lead unit"))
    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=Urgency.choices, coerce=int)
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_choose()  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("Choose a unit")  # type: ignore[attr-defined]


TOGETHER, EACH = "together", "each"


class OpenSeveralForm(OpenForm):
    """For several reports at once; without an urgency each keeps its own, one case the highest."""

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


class AnswerForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Answer to the sender"),
        help_text=_("The sender reads it word for word, and confirms it or sends it back."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 6, "data-key": "a"}),
        error_messages={"required": _("Write what was done, or when it will be.")},
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note among colleagues"),
        help_text=_("The sender does not see it."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
    )


class FilterForm(forms.Form):
    """The list's filter as fields; the selector reads the parameters itself."""

    q = forms.CharField(label=_("Title or number"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    town = forms.ChoiceField(label=_("Town"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False)
    opened_on = forms.DateField(
        label=_("Opened on"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [
            ("open", _("All open")),
            ("overdue", _("Overdue")),
            *CaseState.choices,
            ("all", _("All")),
        ]
        places = [("", _("All towns")), *((t.code, t.name) for t in towns())]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        self.fields["town"].choices = [*places, ("none", _("No town"))]  # type: ignore[attr-defined]
        self.fields["urgency"].choices = [("", _("Any")), *Urgency.choices]  # type: ignore[attr-defined]
