"""Offers and needs as fields."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.enterprises.actions.exchange import MOST_QUANTITY, Goods
from qixin.enterprises.enums import Amount
from qixin.enterprises.forms.register import NumberField
from qixin.enterprises.models import Need, Offer
from qixin.enterprises.models.exchange import (
    LONGEST_NOTE,
    LONGEST_PRODUCT,
    LONGEST_SPECIFICATION,
)
from qixin.enterprises.selectors import exchange as selectors
from qixin.people.forms import AreaField
from qixin.people.models import Unit, User

_OF_GOODS = (
    "product", "quantity", "measure", "specification", "price", "from_day", "until_day", "area",
    "address", "note",
)  # fmt: skip


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class GoodsForm(forms.Form):
    """What an offer and a need have in common; `held` is the row that is changed."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("For"))
    product = forms.CharField(
        label=_("What"), max_length=LONGEST_PRODUCT, widget=forms.TextInput({"autocomplete": "off"})
    )
    specification = forms.CharField(
        label=_("Specification"), max_length=LONGEST_SPECIFICATION, required=False
    )
    quantity = NumberField(
        label=_("Quantity"), max_value=MOST_QUANTITY, min_value=Decimal("0.1"), decimal_places=1,
        required=False,
    )  # fmt: skip
    measure = forms.CharField(
        label=_("Counted in"), max_length=12, required=False, help_text=_("Pieces, litres, tonnes")
    )
    from_day = _day(_("First day"))
    until_day = _day(_("Last day"))
    area = AreaField(label=_("Town"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=LONGEST_NOTE, required=False,
        widget=forms.Textarea({"rows": 2}), help_text=_("No telephone numbers: they are masked."),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, held: Offer | Need | None = None,
                 **kwargs: Any) -> None:  # fmt: skip
        given = kwargs.pop("initial", {}) | (_initial(held) if held else {})
        super().__init__(*args, initial=given, **kwargs)
        if held is not None:
            del self.fields["unit"]
            return
        choice: Any = self.fields["unit"]
        choice.queryset = selectors.units_stood_for(user)
        first_two = list(choice.queryset[:2])
        if len(first_two) == 1:
            choice.empty_label, choice.initial = None, first_two[0]

    @property
    def goods(self) -> Goods:
        given = {name: value for name, value in self.cleaned_data.items() if name in _OF_GOODS}
        return Goods(**given)


class OfferForm(GoodsForm):
    price = NumberField(
        label=_("Price, yuan for one"), max_value=MOST_QUANTITY, min_value=0, decimal_places=2,
        required=False,
    )  # fmt: skip
    field_order = ["unit", "product", "specification", "quantity", "measure", "price"]

    def clean_quantity(self) -> Any:
        if self.cleaned_data["quantity"] is None:
            raise forms.ValidationError(_now("Say how much you offer."))
        return self.cleaned_data["quantity"]


class NeedForm(GoodsForm):
    amount = forms.ChoiceField(
        label=_("How much"), choices=Amount.choices, initial=Amount.KNOWN,
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    field_order = ["unit", "product", "specification", "amount", "quantity", "measure"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        unknown = given.get("amount") == Amount.UNKNOWN
        if unknown:
            given["quantity"] = None
        elif given.get("quantity") is None and "quantity" not in self.errors:
            self.add_error(
                "quantity", _now("Say how much is needed, or that the amount is not known.")
            )
        return given


class ProposalForm(forms.Form):
    """How much of an offer goes to a need; blank: as much as is left and lacking."""

    quantity = NumberField(
        label=_("Quantity"), max_value=MOST_QUANTITY, min_value=Decimal("0.1"), decimal_places=1,
        required=False,
    )  # fmt: skip


FORMS: dict[str, type[GoodsForm]] = {"offer": OfferForm, "need": NeedForm}


class ExchangeFilterForm(forms.Form):
    """The list's filter as fields; the selector reads the parameters itself."""

    state = forms.ChoiceField(
        label=pgettext_lazy("supply", "State"),
        required=False,
        choices=[
            (selectors.OPEN, pgettext_lazy("supply", "Open")),
            (selectors.ALL, pgettext_lazy("supplies", "All")),
        ],
    )


def _initial(held: Offer | Need) -> dict[str, Any]:
    names = [name for name in (*_OF_GOODS, "amount", "version") if hasattr(held, name)]
    found = {name: getattr(held, name) for name in names}
    return found | {"area": held.area.code if held.area else ""}
