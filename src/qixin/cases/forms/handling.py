"""What people fill in on a case's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qixin.cases.actions.attaching import MOST_FILES
from qixin.cases.actions.opening import LONGEST_TITLE
from qixin.cases.actions.outcomes import LONGEST_WHAT, Result
from qixin.cases.actions.parts import LONGEST_REQUEST
from qixin.cases.enums import Audience, OutcomeKind
from qixin.cases.models import CaseType
from qixin.cases.models.answers import LONGEST_ANSWER, LONGEST_NOTE
from qixin.cases.selectors import types_to_choose, units_to_choose
from qixin.core.reasons import SHORTEST_REASON
from qixin.letters.actions import Upload
from qixin.letters.forms import FilesField
from qixin.people.models import Unit, User
from qixin.reports.enums import Satisfaction, Urgency


def files_field() -> FilesField:
    return FilesField(
        label=_("Files"),
        help_text=_("PDF, Word, Excel, JPEG or PNG; at most 9."),
        required=False,
    )


def uploads(files: Iterable[Any]) -> tuple[Upload, ...]:
    """Files of a form as actions take them."""
    return tuple(Upload(file, file.name, file.size) for file in list(files)[: MOST_FILES + 1])


class AnswerForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Answer to the sender"),
        help_text=_("The sender reads it word for word, and confirms it or sends it back."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 6, "data-key": "a"}),
        error_messages={"required": _("Write what was done, or when it will be.")},
    )
    files = files_field()


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
    )
    audience = forms.ChoiceField(
        label=_("Who reads it"),
        choices=Audience.choices,
        initial=Audience.DEPARTMENTS,
        required=False,
    )
    mentions = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Tell"),
        help_text=_("They find it at their bell."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    files = files_field()

    def __init__(self, *args: Any, people: Iterable[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [user.pk for user in people]
        known = User.objects.filter(pk__in=keys).select_related("person")
        self.fields["mentions"].queryset = known  # type: ignore[attr-defined]
        if not keys:
            del self.fields["mentions"]


class ReasonForm(forms.Form):
    """A step that wants a reason; `version` is that of the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REQUEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Give the reason in a few words.")},
    )


class UnitAndReasonForm(ReasonForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit")
    )
    field_order = ["version", "unit", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_choose()  # type: ignore[attr-defined]


class PartForm(forms.Form):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit")
    )
    request = forms.CharField(
        label=_("What is wanted of it"),
        max_length=LONGEST_REQUEST,
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_choose()  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    title = forms.CharField(label=_("What is this part about?"), max_length=LONGEST_TITLE)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit that leads it"), empty_label=_("Choose a unit")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_choose()  # type: ignore[attr-defined]


class MergeForm(ReasonForm):
    into = forms.CharField(
        label=_("Number of the case that goes on"), max_length=20, widget=forms.TextInput
    )
    field_order = ["version", "into", "reason"]


class TermsForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    case_type = forms.ModelChoiceField(
        CaseType.objects.none(),
        label=_("Type of case"),
        required=False,
        empty_label=_("No type"),
    )
    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=Urgency.choices, coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_type"].queryset = types_to_choose()  # type: ignore[attr-defined]


class AskForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("What is missing?"),
        help_text=_("Whoever asked reads it; the clock stands until they reply."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
    )


class OutcomeForm(forms.Form):
    """One outcome; the fields of other kinds stay empty."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OutcomeKind.choices)
    what = forms.CharField(
        label=_("What exactly"),
        help_text=_("The bank, the goods, the kind of people, the policy, or why not."),
        max_length=LONGEST_WHAT,
    )
    asked = forms.DecimalField(
        label=_("Asked for (yuan)"), required=False, max_digits=15, decimal_places=2, min_value=0
    )
    granted = forms.DecimalField(
        label=_("Granted (yuan)"), required=False, max_digits=15, decimal_places=2, min_value=0
    )
    paid_on = forms.DateField(
        label=_("Paid out on"), required=False, widget=forms.DateInput({"type": "date"})
    )
    quantity = forms.DecimalField(
        label=_("Quantity"), required=False, max_digits=12, decimal_places=2, min_value=0
    )
    measure = forms.CharField(label=_("Unit of quantity"), required=False, max_length=16)

    def result(self) -> Result:
        given = self.cleaned_data
        return Result(
            kind=OutcomeKind(given["kind"]),
            what=given["what"],
            asked=given["asked"],
            granted=given["granted"],
            paid_on=given["paid_on"],
            quantity=given["quantity"],
            measure=given["measure"],
        )


class StoryForm(forms.Form):
    question = forms.CharField(
        label=_("Question"), max_length=1_500, widget=forms.Textarea({"rows": 3})
    )
    answer = forms.CharField(
        label=_("Answer"), max_length=1_500, widget=forms.Textarea({"rows": 5})
    )


class ConfirmForm(forms.Form):
    satisfaction = forms.TypedChoiceField(
        label=_("How content are you?"),
        choices=list(reversed(Satisfaction.choices)),
        coerce=int,
        initial=Satisfaction.SATISFIED,
        widget=forms.RadioSelect,
    )


class SpeakForm(forms.Form):
    text = forms.CharField(
        label=_("Your words"), max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 3})
    )
    files = files_field()
