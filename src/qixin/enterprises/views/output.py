"""Daily output and stock of protective goods: entered in seconds, summed by product and day."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, Refused
from qixin.enterprises.actions import output as actions
from qixin.enterprises.forms.output import OutputForm, ProductForm
from qixin.enterprises.policies import output as policies
from qixin.enterprises.policies.exchange import check_sees_exchange
from qixin.enterprises.policies.register import manages_register
from qixin.enterprises.selectors import output as selectors
from qixin.enterprises.selectors.register import digits, enterprise_for
from qixin.ui.http import go

PAGE = 100


@login_required
@require_safe
def sums(request: HttpRequest) -> HttpResponse:
    """`?day=2020-02-03`: what was made and is in stock, product by product."""
    check_sees_exchange(request.user)
    day = _day(request) or clock.today()
    context = {
        "day": day,
        "sums": selectors.sums_of(request.user, day),
        "keeps_register": manages_register(request.user),
    }
    return render(request, "enterprises/output_sums.html", context)


@login_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind a sum: `?day=`, `?product=`, `?enterprise=`."""
    check_sees_exchange(request.user)
    keys = {name: digits(request.GET.get(name, "")) for name in ("product", "enterprise")}
    found = selectors.rows_of(
        request.user, day=_day(request), product=int(keys["product"] or 0) or None,
        enterprise=int(keys["enterprise"] or 0) or None,
    )  # fmt: skip
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "enterprises/output_rows.html", {"page": page, "day": _day(request)})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = enterprise_for(request.user, pk)
    policies.check_can_enter(request.user, enterprise=enterprise)
    day = _day(request) or clock.today()
    lines = selectors.to_enter(enterprise, day)
    form = OutputForm(request.POST or None, lines=lines, initial={"day": day})
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_output(
                enterprise=enterprise, day=form.cleaned_data["day"], figures=form.figures,
                by=request.user,
            )  # fmt: skip
            return go(request, "enterprises:mine", said=_("Kept. Thank you."))
        except Refused:
            raise
        except (Invalid, Conflict) as problem:
            form.add_error("day", str(problem))
    context = {"form": form, "enterprise": enterprise}
    status = 422 if form.errors else 200
    return render(request, "enterprises/output_enter.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def products(request: HttpRequest) -> HttpResponse:
    """The products that are asked for; a POST adds one."""
    policies.check_can_set_products(request.user)
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_product(**form.cleaned_data, by=request.user)
            return go(request, "enterprises:products", said=_("The product is set."))
        except (Conflict, Invalid) as problem:
            form.add_error("name", str(problem))
    context = {"form": form, "products": selectors.products()}
    status = 422 if form.errors else 200
    return render(request, "enterprises/output_products.html", context, status=status)


@login_required
@require_POST
def rename_product(request: HttpRequest, pk: int) -> HttpResponse:
    policies.check_can_set_products(request.user)
    product = get_object_or_404(selectors.products(), pk=pk)
    names = ("name", "measure", "name_en")
    actions.set_product(
        **{name: request.POST.get(name, "") for name in names}, product=product, by=request.user
    )
    return go(request, "enterprises:products", said=_("The product is set."))


@login_required
@require_POST
def usual_products(request: HttpRequest) -> HttpResponse:
    actions.lay_down_usual_products(by=request.user)
    return go(request, "enterprises:products", said=_("The usual products are there."))


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
