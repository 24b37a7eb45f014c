"""What people fill in about letters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qixin.letters.actions import Text
from qixin.letters.actions.answering import LONGEST_NAME
from qixin.letters.admitting import MOST_FILES
from qixin.letters.enums import AddresseeKind, LetterState, Province
from qixin.letters.models import Addressee, Letter, Series
from qixin.letters.models.letters import LONGEST_BODY, LONGEST_LIST, LONGEST_TITLE
from qixin.letters.models.replies import LONGEST_ANSWER
from qixin.letters.selectors import addressees_to_choose, all_series, own_units
from qixin.letters.selectors.chasing import STEPS
from qixin.letters.selectors.letters import ALL
from qixin.people.forms import PhoneField, UnitField
from qixin.people.models import Unit, User
from qixin.reports.forms.sending import ManyFiles


def _lines(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea({"rows": 2}),
    )


class LetterForm(forms.Form):
    """A letter's words and whom it goes to."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Drafting unit"))
    series = forms.ModelChoiceField(Series.objects.none(), label=_("Series"))
    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        help_text=_("As it stands on the letter"),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea({"rows": 14}),
        help_text=_(
            "A line is a paragraph. Lines that begin with a Chinese numeral are headings; lines "
            "like | a | b | are the rows of a table, the first its header."
        ),
    )
    recipients = forms.ModelMultipleChoiceField(
        Addressee.objects.none(),
        label=_("Recipients"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    attachments = _lines(_("Attachments"), _("Their names, one a line"))
    copies_to = _lines(_("Copies to"), _("One a line"))
    case_number = forms.CharField(
        label=_("Case"),
        max_length=20,
        required=False,
        help_text=_("The number of the case that the letter belongs to, such as C200203-…"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("unit", own_units(user)), ("series", all_series())):
            self._offer(name, choices)
        self.offered = addressees_to_choose(also=self.initial.get("recipients", ()))
        self.fields["recipients"].queryset = self.offered  # type: ignore[attr-defined]

    def _offer(self, name: str, choices: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = choices
        first_two = list(choices[:2])
        if len(first_two) == 1:
            field.empty_label, field.initial = None, first_two[0]

    @property
    def by_province(self) -> Iterator[tuple[str, list[Any]]]:
        """The boxes of the address book, a group a province."""
        provinces = {one.pk: one.province for one in self.offered}
        boxes = list(self["recipients"])
        for code, group in groupby(boxes, lambda box: provinces[int(str(box.data["value"]))]):
            yield str(Province(code).label), list(group)

    @property
    def text(self) -> Text:
        """What was written, once the fields are clean."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        return Text(**given | {"recipients": list(given["recipients"])})


def initial_of(letter: Letter) -> dict[str, Any]:
    """What stands in the form of a letter that is there."""
    names = ("unit", "series", "title", "body", "attachments", "copies_to", "case_number")
    chosen = list(letter.recipients.values_list("addressee", flat=True))
    return {name: getattr(letter, name) for name in names} | {"recipients": chosen}


class FilterForm(forms.Form):
    """The list's filter as fields; the selector reads the parameters itself."""

    state = forms.ChoiceField(
        label=pgettext_lazy("letter", "State"),
        required=False,
        choices=[(ALL, pgettext_lazy("letters", "All")), *LetterState.choices],
    )
    province = forms.ChoiceField(
        label=_("Province"),
        required=False,
        choices=[("", pgettext_lazy("provinces", "All")), *Province.choices],
    )


class AddresseeForm(forms.ModelForm[Addressee]):
    kind = forms.ChoiceField(label=_("Kind"), choices=AddresseeKind.choices)

    class Meta:
        model = Addressee
        fields = ["name", "kind", "province", "email", "address"]


class BookFilterForm(forms.Form):
    province = forms.ChoiceField(
        label=_("Province"),
        required=False,
        choices=[("", pgettext_lazy("provinces", "All")), *Province.choices],
    )


class SeriesForm(forms.ModelForm[Series]):
    unit = UnitField(label=_("Issuing unit"))

    class Meta:
        model = Series
        fields = ["code", "heading", "signature"]


class CopiesForm(forms.Form):
    """Which copies the chase lists; the first choice is what waits for an answer."""

    which = forms.ChoiceField(
        label=_("Copies"),
        required=False,
        choices=[
            ("unanswered", _("Without an answer")),
            ("answered", pgettext_lazy("copies", "Answered")),
            ("all", pgettext_lazy("copies", "All that were sent")),
        ],
    )
    province = forms.ChoiceField(
        label=_("Province"),
        required=False,
        choices=[("", pgettext_lazy("provinces", "All")), *Province.choices],
    )
    days = forms.TypedChoiceField(
        label=_("Unanswered for"), required=False, coerce=int, empty_value=0, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(n, gettext("%(n)d days and more") % {"n": n}) for n in STEPS]
        choices = [(0, pgettext_lazy("unanswered", "All")), *steps]
        self.fields["days"].choices = choices  # type: ignore[attr-defined]


class FilesField(forms.FileField):
    """Several files; the action judges each of them."""

    widget = ManyFiles

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (value or []) if file]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(n)d files fit in one answer."), params={"n": MOST_FILES}
            )
        return files


class AnswerForm(forms.Form):
    """An answer without an account. `website` is a trap for programs; people do not see it."""

    text = forms.CharField(
        label=_("Your answer"), max_length=LONGEST_ANSWER, widget=forms.Textarea({"rows": 6})
    )
    files = FilesField(label=_("Attachments"), required=False)
    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = PhoneField()
    website = forms.CharField(required=False, widget=forms.TextInput({"tabindex": "-1"}))

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please leave the field “Website” empty and send again."))
        return ""
