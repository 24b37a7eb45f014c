"""Entering what was made in a day, and setting the products that are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid
from qixin.core.saving import save_checked
from qixin.enterprises.actions.stepping import locked_enterprise
from qixin.enterprises.models import DailyOutput, Enterprise, Product
from qixin.enterprises.policies.output import check_can_enter, check_can_set_products
from qixin.enterprises.selectors.output import products
from qixin.enterprises.workflow import JOURNAL
from qixin.people.models import User

MOST = 2_000_000_000
# Figures of a day are corrected for so long.
DAYS_BACK = 14
Figures = Mapping[Product, tuple[int | None, int | None]]


@transaction.atomic
def enter_output(*, enterprise: Enterprise, day: date, figures: Figures, by: User) -> int:
    """Keep (made, in stock) of a day by product; both None leaves a product alone. Entering the
    same again changes nothing; returns how many rows changed.

    Raises Refused, Invalid for a day to come or long past, or a number that cannot be right.
    """
    held = locked_enterprise(enterprise)
    check_can_enter(by, enterprise=held)
    today = clock.today()
    if not 0 <= (today - day).days <= DAYS_BACK:
        raise Invalid(_("Enter figures of today or of the last %(n)d days.") % {"n": DAYS_BACK})
    known = {one.product_id: one for one in DailyOutput.objects.filter(enterprise=held, day=day)}
    changed = [
        product.name
        for product, (made, stock) in figures.items()
        if _entered(known.get(product.pk), held, product, day, made, stock, by)
    ]
    if changed:
        detail = {"day": day.isoformat(), "products": changed}
        journal.write(verb=JOURNAL["enter_output"], subject=held, by=by, detail=detail)
    return len(changed)


@transaction.atomic
def set_product(
    *, name: str, measure: str, name_en: str, by: User, product: Product | None = None
) -> Product:
    """Add a product that is asked for, or rename one. Raises Refused, Invalid, Conflict."""
    check_can_set_products(by)
    held = Product.objects.select_for_update().get(pk=product.pk) if product else Product()
    for field, text in (("name", name), ("measure", measure), ("name_en", name_en)):
        setattr(held, field, " ".join(text.replace("\0", "").split()))
    if not held.name or not held.measure:
        raise Invalid(_("Give the product a name and say in what it is counted."))
    try:
        with transaction.atomic():
            save_checked(held)
    except IntegrityError:
        raise Conflict(_("There is a product of this name already.")) from None
    journal.write(verb=JOURNAL["set_product"], subject=held, by=by, detail={"product": held.name})
    return held


# What the district asked for every day in February 2020.
USUAL_PRODUCTS = (
    ("医用外科口罩", "Surgical masks", "只"), ("医用防护口罩", "Respirators (N95)", "只"),
    ("防护服", "Protective suits", "套"), ("84消毒液", "84 disinfectant", "升"),
    ("75%酒精", "75 % alcohol", "升"), ("额温枪", "Forehead thermometers", "把"),
)  # fmt: skip


@transaction.atomic
def lay_down_usual_products(*, by: User) -> int:
    """The usual products, those of them that are not there yet; how many were added."""
    check_can_set_products(by)
    there = set(products().values_list("name", flat=True))
    new = [one for one in USUAL_PRODUCTS if one[0] not in there]
    for name, name_en, measure in new:
        set_product(name=name, name_en=name_en, measure=measure, by=by)
    return len(new)


def move_outputs(*, double: Enterprise, into: Enterprise, by: User) -> int:
    """The double's days go over; of a day that both entered the survivor's row counts, and the
    double's stays with its row, where no sum counts it twice."""
    taken = set(DailyOutput.objects.filter(enterprise=into).values_list("product", "day"))
    moved = 0
    for one in DailyOutput.objects.select_for_update(of=("self",)).filter(enterprise=double):
        if (one.product_id, one.day) not in taken:
            one.enterprise = into
            one.save(update_fields=["enterprise"])
            moved += 1
    return moved


def _entered(
    held: DailyOutput | None,
    enterprise: Enterprise,
    product: Product,
    day: date,
    made: int | None,
    stock: int | None,
    by: User,
) -> bool:
    for number in (made, stock):
        if number is not None and not 0 <= number <= MOST:
            raise Invalid(_("This number cannot be right."))
    if made is None and stock is None:
        return False
    if held is not None and (held.made, held.stock) == (made, stock):
        return False
    row = held or DailyOutput(enterprise=enterprise, product=product, day=day)
    row.made, row.stock, row.entered_by, row.entered_at = made, stock, by, clock.now()
    save_checked(row)
    return True
