"""Daily figures of protective goods: what there is to enter, sums of a day, the rows behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from qixin.core.models import default_district
from qixin.enterprises.models import DailyOutput, Enterprise, Product
from qixin.enterprises.selectors.register import reach
from qixin.people.models import User


def products() -> QuerySet[Product]:
    return Product.objects.filter(district=default_district())


def rows(user: User) -> QuerySet[DailyOutput]:
    """The figures of the enterprises that the user may see."""
    return DailyOutput.objects.filter(
        # a row that stayed with a double is counted by the one that stands for both
        reach(user, "enterprise__"),
        district=default_district(),
        enterprise__merged_into=None,
    ).select_related("enterprise__unit", "product", "entered_by__person")


@dataclass(frozen=True)
class DaySum:
    """A product's sums over a day; None where no row says anything of it."""

    product: Product
    made: int | None
    stock: int | None
    count: int


def sums_of(user: User, day: date) -> list[DaySum]:
    """Every product with what was made and is in stock on `day`, and from how many rows."""
    counted = {
        one["product"]: one
        for one in rows(user).filter(day=day).order_by().values("product").annotate(
            made_sum=Sum("made"), stock_sum=Sum("stock"), count=Count("pk")
        )
    }  # fmt: skip
    nothing: dict[str, Any] = {"made_sum": None, "stock_sum": None, "count": 0}
    return [
        DaySum(product, one["made_sum"], one["stock_sum"], one["count"])
        for product in products()
        for one in (counted.get(product.pk, nothing),)
    ]


def rows_of(
    user: User, *, day: date | None, product: int | None, enterprise: int | None = None
) -> QuerySet[DailyOutput]:
    """The rows behind a sum, newest day first, by the enterprise's name."""
    wanted = Q()
    for name, value in (("day", day), ("product", product), ("enterprise", enterprise)):
        if value is not None:
            wanted &= Q(**{name: value})
    return rows(user).filter(wanted).order_by("-day", "enterprise__unit__name", "id")


def to_enter(enterprise: Enterprise, day: date) -> list[tuple[Product, DailyOutput | None]]:
    """Each product with the day's row: those that the enterprise has entered before come first."""
    held = {one.product_id: one for one in enterprise.outputs.filter(day=day)}
    used = set(enterprise.outputs.values_list("product", flat=True))
    ordered = sorted(products(), key=lambda product: (product.pk not in used, product.pk))
    return [(product, held.get(product.pk)) for product in ordered]


def card_of(user: User, enterprise: Enterprise) -> dict[str, Any]:
    """The last day's figures of the enterprise."""
    found = rows(user).filter(enterprise=enterprise)
    last = found.order_by("-day").values_list("day", flat=True).first()
    return {
        "enterprise": enterprise,
        "last": last,
        "rows": found.filter(day=last).order_by("product") if last else (),
    }
