"""The rules that filings are judged by, which administrators set."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qixin.core.errors import Conflict, Invalid
from qixin.enterprises.actions import rules as actions
from qixin.enterprises.forms.rules import FilingTermsForm, RuleForm
from qixin.enterprises.judging import label_of
from qixin.enterprises.models import FilingRule
from qixin.enterprises.policies.filings import check_can_set_rules
from qixin.enterprises.selectors import filings as selectors
from qixin.ui.http import go


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The rules, and the terms, which a POST sets."""
    check_can_set_rules(request.user)
    form = FilingTermsForm(request.POST or None, instance=selectors.filing_terms())
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_filing_terms(
                period_days=form.cleaned_data["period_days"],
                version=form.cleaned_data["seen"] or 1, by=request.user,
            )  # fmt: skip
            return go(request, "enterprises:rules", said=_("The terms are set."))
        except (Conflict, Invalid) as problem:
            form.add_error(None, str(problem))
    rows = [
        (rule, label_of(rule.left), label_of(rule.right) if rule.right else "")
        for rule in selectors.all_rules()
    ]
    context = {"form": form, "rules": rows}
    return render(request, "enterprises/rules.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """One rule; without `pk` a new one."""
    check_can_set_rules(request.user)
    held = get_object_or_404(selectors.all_rules(), pk=pk) if pk else None
    form = RuleForm(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid() and _set(request, form, held):
        return go(request, "enterprises:rules", said=_("The rule is set."))
    context = {"form": form, "rule": held}
    return render(request, "enterprises/rule.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def usual(request: HttpRequest) -> HttpResponse:
    actions.lay_down_usual_rules(by=request.user)
    return go(request, "enterprises:rules", said=_("The usual rules are laid down."))


def _set(request: HttpRequest, form: RuleForm, held: FilingRule | None) -> bool:
    try:
        actions.set_rule(
            given=form.given, rule=held, version=form.cleaned_data["seen"] or 0, by=request.user
        )
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return False
    return True
