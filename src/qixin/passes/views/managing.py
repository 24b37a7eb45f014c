"""What an administrator sets: terms, limits, rules, keys."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from qixin.core.errors import Conflict, Invalid, NotFound
from qixin.passes import actions, selectors
from qixin.passes.enums import PassClass
from qixin.passes.forms import LimitForm, RuleForm, SeenForm, TermsForm
from qixin.passes.models import BulkRule, HolderLimit, SigningKey
from qixin.passes.models.terms import UNSET
from qixin.passes.policies import check_can_manage
from qixin.people.models import Unit
from qixin.ui.http import filled, go


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Terms, and below them the rules and limits, each with a form of its own."""
    check_can_manage(request.user)
    form = TermsForm(request.POST or None, instance=selectors.terms())
    if request.method == "POST" and form.is_valid() and _terms_set(request, form):
        return go(request, "passes:rules", said=_("The terms are set."))
    return _page(request, terms=form, status=422 if form.errors else 200)


def _terms_set(request: HttpRequest, form: TermsForm) -> bool:
    """What was typed stays in the form where somebody else was quicker."""
    try:
        actions.set_terms(**form.cleaned_data, by=request.user)
    except (Invalid, Conflict) as problem:
        form.add_error(None, str(problem))
        return False
    return True


@login_required
@require_POST
def set_rule(request: HttpRequest, pass_class: int) -> HttpResponse:
    check_can_manage(request.user)
    if pass_class not in PassClass.values:
        raise NotFound(_("There is no such class of passes."))
    form = RuleForm(request.POST, prefix=f"rule-{pass_class}")
    if not form.is_valid():
        return _page(request, rule=(pass_class, form), status=422)
    try:
        actions.set_rule(pass_class=pass_class, **form.cleaned_data, by=request.user)
    except (Invalid, Conflict) as problem:
        form.add_error("provinces" if isinstance(problem, Invalid) else None, str(problem))
        return _page(request, rule=(pass_class, form), status=422)
    return go(request, "passes:rules", said=_("The rule is set."))


@login_required
@require_POST
def set_limit(request: HttpRequest) -> HttpResponse:
    check_can_manage(request.user)
    form = LimitForm(request.POST, prefix="limit")
    if not form.is_valid():
        return _page(request, limit=form, status=422)
    try:
        actions.set_limit(**form.cleaned_data, by=request.user)
    except (Invalid, Conflict) as problem:
        form.add_error(None, str(problem))
        return _page(request, limit=form, status=422)
    return go(request, "passes:rules", said=_("The limit is set."))


@login_required
@require_POST
def remove_limit(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_manage(request.user)
    seen = filled(SeenForm(request.POST))["version"]
    actions.remove_limit(limit=HolderLimit(pk=pk), version=seen, by=request.user)
    return go(request, "passes:rules", said=_("The usual limit counts again."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys; a POST makes one."""
    check_can_manage(request.user)
    if request.method == "POST":
        key = actions.make_key(by=request.user)
        said = (
            _("The new key is announced; it signs once every post has had time to fetch it.")
            if key.is_announced
            else _("The key signs from now on.")
        )
        return go(request, "passes:keys", said=said)
    context = {
        "keys": selectors.keys(),
        "signing": selectors.signing_key(),
        "terms": selectors.terms(),
    }
    return render(request, "passes/keys.html", context)


@login_required
@require_POST
def withdraw_key(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_manage(request.user)
    key = get_object_or_404(SigningKey, pk=pk)
    again = actions.withdraw_key(key=key, reason=request.POST.get("reason", ""), by=request.user)
    said = ngettext(
        "Withdrawn. %(n)d pass was signed again and has to be printed anew.",
        "Withdrawn. %(n)d passes were signed again and have to be printed anew.",
        again,
    ) % {"n": again}
    return go(request, "passes:keys", said=said)


def _page(
    request: HttpRequest,
    *,
    terms: TermsForm | None = None,
    rule: tuple[int, RuleForm] | None = None,
    limit: LimitForm | None = None,
    status: int = 200,
) -> HttpResponse:
    held = {one.pass_class: one for one in BulkRule.objects.all()}
    context = {
        "terms": terms or TermsForm(instance=selectors.terms()),
        "rules": [
            (number, label, rule[1] if rule and rule[0] == number else
             RuleForm(instance=held.get(number), prefix=f"rule-{number}"))
            for number, label in PassClass.choices
        ],
        "limit": limit or LimitForm(prefix="limit", initial={"version": UNSET}),
        "limits": selectors.limits(),
        "units": Unit.objects.filter(dissolved_at__isnull=True).values_list("name", flat=True),
    }  # fmt: skip
    return render(request, "passes/rules.html", context, status=status)
