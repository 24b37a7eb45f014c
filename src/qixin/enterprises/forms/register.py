"""What people fill in about the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core.errors import Invalid
from qixin.core.personal_data import normalise_digits
from qixin.enterprises.actions.register import MOST_HEADCOUNT, Facts
from qixin.enterprises.enums import FilingState, Industry
from qixin.enterprises.models import Enterprise, Tag
from qixin.enterprises.selectors import register as selectors
from qixin.people.forms import AreaField, UnitField
from qixin.people.imports import cells
from qixin.people.models import Unit, User
from qixin.people.selectors import places


class CreditCodeField(forms.CharField):
    """A unified social credit code, or nothing; says that its check digit does not fit."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return cells.credit_code(normalise_digits(typed)) if typed else typed
        except Invalid as problem:
            raise ValidationError(str(problem.sentence), code="uscc") from None


class WholeNumberField(forms.IntegerField):
    """A whole number as people type it: full-width digits and separators are taken."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        )
        super().__init__(max_value=most, **kwargs)

    def to_python(self, value: Any) -> int | None:
        text = normalise_digits(str(value or "") if value != 0 else "0")
        return super().to_python(text.replace(",", "").replace("，", "").strip()[:30])


class NumberField(forms.DecimalField):
    """A number as people type it: full-width digits and separators are taken."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = normalise_digits(str("" if value is None else value)).replace("．", ".")
        return super().to_python(text.replace(",", "").replace("，", "").strip()[:30])


class EnterpriseForm(forms.Form):
    """The facts of the register; `version` says which state of them was shown."""

    name = forms.CharField(label=_("Name of the enterprise"), max_length=128)
    credit_code = CreditCodeField(
        label=_("Unified social credit code"),
        required=False,
        help_text=_("18 characters, as on the business licence"),
    )
    industry = forms.ChoiceField(label=_("Industry"), choices=[("", "—"), *Industry.choices])
    division = forms.CharField(
        label=_("Division of the industry"),
        max_length=2,
        required=False,
        help_text=_("Two digits of GB/T 4754, e.g. 26 for chemicals"),
    )
    managing_unit = UnitField(label=_("Managing unit"), help_text=_("The town or park"))
    supervising_unit = UnitField(label=_("Supervising department"), required=False)
    area = AreaField(label=_("Town"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    lng = forms.FloatField(
        label=_("Longitude"), required=False, min_value=73, max_value=136,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    lat = forms.FloatField(
        label=_("Latitude"), required=False, min_value=3, max_value=54,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    headcount = WholeNumberField(label=_("Headcount"), most=MOST_HEADCOUNT, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=32, required=False)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.none(), label=_("Tags"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tags"].queryset = selectors.tags()  # type: ignore[attr-defined]

    @property
    def facts(self) -> Facts:
        given = {k: v for k, v in self.cleaned_data.items() if k not in ("tags", "version")}
        return Facts(**given)


def initial_of(enterprise: Enterprise) -> dict[str, Any]:
    """The form filled in with what the register says."""
    unit = enterprise.unit
    named = {
        name: str(value) if value else ""
        for name, value in (
            ("managing_unit", enterprise.managing_unit),
            ("supervising_unit", enterprise.supervising_unit),
        )
    }
    own = ("industry", "division", "address", "lng", "lat", "headcount", "version")
    return {
        **{name: getattr(unit, name) for name in ("name", "credit_code", "short_name", "name_en")},
        **{name: getattr(enterprise, name) for name in own},
        **named,
        # by its code, for names of communities stand more than once
        "area": unit.area.code if unit.area else "",
        "tags": list(enterprise.tags.all()),
    }


class FilterForm(forms.Form):
    """The list's filter as fields; the selector reads the parameters itself."""

    town = forms.ChoiceField(label=_("Town"), required=False)
    managing = forms.ChoiceField(label=_("Town or park that manages it"), required=False)
    supervising = forms.ChoiceField(label=_("Supervising department"), required=False)
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    filing = forms.ChoiceField(label=_("Resumption filing"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", pgettext_lazy("enterprises", "All"))]
        choices = {
            "town": [(town.code, town.name) for town in places.towns()],
            "managing": _units(selectors.managing_units(user)),
            "supervising": _units(selectors.supervising_units(user)),
            "industry": list(Industry.choices),
            "filing": _filing_choices(),
            "tag": [(str(tag.pk), tag.name) for tag in selectors.tags()],
        }
        for name, found in choices.items():
            self.fields[name].choices = [*every, *found]  # type: ignore[attr-defined]


def _filing_choices() -> list[tuple[str, Any]]:
    own = {selectors.NOT_FILED: _("Nothing submitted"), selectors.EXPIRED: _("To be renewed")}
    return [(state, own.get(state) or FilingState(state).label) for state in selectors.FILED]


def _units(rows: QuerySet[Unit]) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in rows]


class OfficerForm(forms.Form):
    officer = forms.ModelChoiceField(
        User.objects.none(), label=_("Named officer"), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = selectors.officers_for(enterprise)  # type: ignore[attr-defined]
        self.fields["officer"].initial = enterprise.officer_id


class TagForm(forms.ModelForm[Tag]):
    class Meta:
        model = Tag
        fields = ["name", "name_en"]
