"""A filing as fields. Nothing is required here: a draft keeps everything, submitting asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.enterprises.enums import FilingFileKind, FilingState, Industry
from qixin.enterprises.forms.register import NumberField, WholeNumberField
from qixin.enterprises.models import ResumptionFiling
from qixin.enterprises.models.filings import FILLED_IN, LONGEST_TEXT
from qixin.enterprises.selectors import filings as selectors
from qixin.enterprises.selectors.register import managing_units
from qixin.people.models import User

MOST = 10_000_000
MOST_LITRES = 9_999_999


def _litres(name: str) -> NumberField:
    return NumberField(
        label=_label(name), min_value=0, max_value=MOST_LITRES, decimal_places=1, required=False
    )


def _label(name: str) -> Any:
    return ResumptionFiling._meta.get_field(name).verbose_name


def _text(name: str, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=_label(name), max_length=longest, required=False, **more)


def _number(name: str) -> WholeNumberField:
    return WholeNumberField(label=_label(name), most=MOST, required=False)


def _day(name: str) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=_label(name), widget=widget, required=False)


class FilingForm(forms.Form):
    owner_unit = _text("owner_unit", 128, help_text=_("If the premises are not your own"))
    office_address = _text("office_address", 200)
    legal_representative = _text(
        "legal_representative", 64, widget=forms.TextInput({"autocomplete": "off"})
    )
    industry = forms.ChoiceField(
        label=_label("industry"), choices=[("", "—"), *Industry.choices], required=False
    )
    resumption_date = _day("resumption_date")
    reason = _text("reason", LONGEST_TEXT, widget=forms.Textarea({"rows": 2}))
    headcount_total = _number("headcount_total")
    headcount_key = _number("headcount_key")
    resumed = _number("resumed")
    resumed_key = _number("resumed_key")
    measures = _text("measures", LONGEST_TEXT, widget=forms.Textarea({"rows": 4}))
    floor_area = _number("floor_area")
    thermometers = _number("thermometers")
    disinfectant = _litres("disinfectant")
    alcohol = _litres("alcohol")
    isolation_places = _number("isolation_places")
    mask_bins = _number("mask_bins")
    masks = _number("masks")
    trained_on = _day("trained_on")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, filing: ResumptionFiling, **kwargs: Any) -> None:
        initial = {name: getattr(filing, name) for name in FILLED_IN}
        super().__init__(*args, initial=initial | {"version": filing.version}, **kwargs)
        self.remarks = selectors.remarks_of(filing)

    @property
    def kept(self) -> dict[str, Any]:
        """What can be kept: the fields of the right type. Call after `is_valid`."""
        return {name: self.cleaned_data[name] for name in FILLED_IN if name in self.cleaned_data}

    def blame(self, faults: dict[str, list[str]]) -> None:
        """Put what is missing beside its field; what belongs to no field stays with the page."""
        for name, sentences in faults.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentences)


class FilingFilterForm(forms.Form):
    """The list's filter as fields; the selector reads the parameters itself."""

    state = forms.ChoiceField(
        label=pgettext_lazy("filing", "State"),
        required=False,
        choices=[
            (selectors.ALL, pgettext_lazy("filings", "All")),
            (selectors.EXPIRED, _("To be renewed")),
            *FilingState.choices,
        ],
    )
    managing = forms.ChoiceField(label=_("Town or park that manages it"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(str(unit.pk), unit.name) for unit in managing_units(user)]
        every = ("", pgettext_lazy("enterprises", "All"))
        self.fields["managing"].choices = [every, *units]  # type: ignore[attr-defined]


class FilingFileForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=FilingFileKind.choices)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, JPEG or PNG, at most 20 MB"),
        widget=forms.ClearableFileInput({"accept": ".pdf,.ofd,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )


class WorkerForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=64, widget=forms.TextInput({"autocomplete": "off"})
    )
    id_number = forms.CharField(
        label=_("ID number"), max_length=30, widget=forms.TextInput({"autocomplete": "off"})
    )
    came_from = forms.CharField(label=_("From where"), max_length=100, required=False)


class WorkersSheetForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(".xlsx or .csv, one row for each person"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
    )
