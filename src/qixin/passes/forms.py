"""What people fill in about passes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.passes.actions import Wanted, faults
from qixin.passes.actions.requesting import LONGEST_NAME
from qixin.passes.enums import Direction, PassClass, PassState
from qixin.passes.models import BulkRule, Terms
from qixin.passes.models.passages import LONGEST_POST
from qixin.passes.models.passes import LONGEST_CARGO, LONGEST_ROUTE
from qixin.passes.models.terms import UNSET
from qixin.passes.plates import clean_plate
from qixin.passes.selectors import holders, terms
from qixin.passes.selectors.passes import ALL, EXPIRED, IN_FORCE
from qixin.people.forms import PhoneField, UnitField
from qixin.people.imports import cells
from qixin.people.models import Unit, User


class PlateField(forms.CharField):
    """A number plate in whatever way it is typed; says what is wrong with it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Plate"))
        kwargs.setdefault("help_text", _("7 characters, 8 for new energy"))
        attrs = {"autocomplete": "off", "autocapitalize": "characters"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return clean_plate(typed) if typed else typed
        except Invalid as problem:
            raise ValidationError(str(problem.sentence), code="plate") from None


class IdNumberField(forms.CharField):
    """A resident ID number (GB 11643), or nothing."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return cells.id_number(typed) if typed else typed
        except Invalid as problem:
            raise ValidationError(str(problem.sentence), code="id_number") from None


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))


class RequestForm(forms.Form):
    """A request for one pass; days count from their beginning to their end in the district."""

    holder = forms.ModelChoiceField(Unit.objects.none(), label=_("Holder"))
    plate = PlateField()
    pass_class = forms.TypedChoiceField(label=_("Class"), choices=PassClass.choices, coerce=int)
    cargo = forms.CharField(label=_("Cargo"), max_length=LONGEST_CARGO)
    route = forms.CharField(
        label=_("Route"),
        max_length=LONGEST_ROUTE,
        help_text=_("From where to where; guards read it"),
    )
    valid_from = _day(_("First day"))
    valid_until = _day(_("Last day"))
    driver_name = forms.CharField(label=_("Driver"), max_length=LONGEST_NAME)
    driver_phone = PhoneField(label=_("Driver's telephone"))
    driver_id_number = IdNumberField(
        label=_("Driver's ID number"), max_length=30, required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    case_number = forms.CharField(
        label=_("Case"),
        max_length=20,
        required=False,
        help_text=_("The number of the case that the pass belongs to, such as C200203-…"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["holder"]
        choice.queryset = holders(user)  # type: ignore[attr-defined]
        first_two = list(choice.queryset[:2])  # type: ignore[attr-defined]
        if len(first_two) == 1:
            choice.empty_label = None  # type: ignore[attr-defined]
            choice.initial = first_two[0]
        today = clock.today()
        for name in ("valid_from", "valid_until"):
            self.fields[name].widget.attrs["min"] = today.isoformat()
        self.fields["valid_from"].initial = today

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for field, sentence in faults(self.wanted, on=terms()):
                self.add_error(field, str(sentence))
        return given

    @property
    def wanted(self) -> Wanted:
        """What is asked for, once the fields are clean."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "holder"}
        given["valid_from"] = clock.day_bounds(given["valid_from"])[0]
        given["valid_until"] = clock.day_bounds(given["valid_until"])[1]
        return Wanted(**given)


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(".xlsx or .csv, one row for each vehicle"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
    )


class FilterForm(forms.Form):
    """The list's filter as fields; the selector reads the parameters itself."""

    state = forms.ChoiceField(
        label=pgettext_lazy("pass", "State"),
        required=False,
        choices=[
            (ALL, pgettext_lazy("passes", "All")),
            (IN_FORCE, _("In force")),
            (EXPIRED, _("Expired")),
            *PassState.choices,
        ],
    )


class PassageFilterForm(forms.Form):
    direction = forms.ChoiceField(
        label=_("Direction"),
        required=False,
        choices=[("", pgettext_lazy("passages", "All")), *Direction.choices],
    )


class VersionField(forms.IntegerField):
    """Which version the page showed, so that the second of two who change it is told."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)


def _version_of(row: Terms | BulkRule) -> int:
    return UNSET if row.pk is None else row.version


class TermsForm(forms.ModelForm[Terms]):
    office = UnitField(
        label=_("Issuing office"),
        required=False,
        help_text=_("Its officers decide. Without one the duty commanders decide alone."),
    )
    version = VersionField()

    class Meta:
        model = Terms
        fields = ["office", "most_passes", "longest_days", "list_hours"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = _version_of(self.instance)
        if self.instance.office is not None:
            self.initial["office"] = self.instance.office.name


class LimitForm(forms.Form):
    holder = UnitField(label=_("Holder"))
    most = forms.IntegerField(label=_("Passes at once"), min_value=0, max_value=100_000)
    version = VersionField()


class SeenForm(forms.Form):
    """What a button says of the row that it stands beside."""

    version = VersionField()


class RuleForm(forms.ModelForm[BulkRule]):
    version = VersionField()

    class Meta:
        model = BulkRule
        fields = ["is_active", "longest_days", "provinces"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = _version_of(self.instance)


class CheckForm(forms.Form):
    """For a browser without scripts: the server checks."""

    token = forms.CharField(
        label=_("Code, or number of the pass"),
        strip=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    post = forms.CharField(label=_("Post"), max_length=LONGEST_POST, required=False)
