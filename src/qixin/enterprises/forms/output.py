"""Daily figures as fields: two numbers a product."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.enterprises.actions.output import MOST, Figures
from qixin.enterprises.forms.register import WholeNumberField
from qixin.enterprises.models import DailyOutput, Product


class OutputForm(forms.Form):
    """`made-<product>` and `stock-<product>` for each of `lines`, products with the day's row."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(
        self, *args: Any, lines: list[tuple[Product, DailyOutput | None]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["day"].widget.attrs["max"] = clock.today().isoformat()
        for product, row in lines:
            for name, label in (("made", _("made today")), ("stock", _("in stock now"))):
                self.fields[f"{name}-{product.pk}"] = WholeNumberField(
                    label=label, most=MOST, required=False,
                    initial=getattr(row, name) if row else None,
                )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Product, Any, Any]]:
        return [
            (product, self[f"made-{product.pk}"], self[f"stock-{product.pk}"])
            for product, _row in self.lines
        ]

    @property
    def figures(self) -> Figures:
        given = self.cleaned_data
        return {
            product: (given[f"made-{product.pk}"], given[f"stock-{product.pk}"])
            for product, _row in self.lines
        }


class ProductForm(forms.ModelForm[Product]):
    class Meta:
        model = Product
        fields = ["name", "measure", "name_en"]
