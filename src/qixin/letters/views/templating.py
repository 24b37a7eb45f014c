"""Templates of letters: the list, one as a form beside its preview, retired and brought back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core.errors import QixinError
from qixin.letters import actions, selectors
from qixin.letters.forms import TemplateForm
from qixin.letters.models import LetterTemplate
from qixin.letters.placeholders import PLACEHOLDERS, SAMPLE, fill
from qixin.letters.policies import check_can_manage
from qixin.letters.views.serving import pdf_response
from qixin.ui.http import fragment, go


@login_required
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    context = {"templates": selectors.all_templates(request.user)}
    return render(request, "letters/templates.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    check_can_manage(request.user)
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_template(**form.words, by=request.user)
        except QixinError as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, "letters:templates", said=_("The template is kept."))
    return _page(request, form)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.template_for(request.user, pk)
    form = TemplateForm(request.POST or None, initial=vars(found))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.revise_template(template=found, **form.words, version=version, by=request.user)
        except QixinError as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, "letters:templates", said=_("The template is kept."))
    return _page(request, form, found)


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is being typed, with the sample case; nothing is kept."""
    check_can_manage(request.user)
    words = {name: request.POST.get(name, "") for name in ("title", "body")}
    return fragment(request, "letters/_template_preview.html", _previewed(words))


@login_required
@never_cache
@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.template_for(request.user, pk)
    return pdf_response(selectors.sample_of(found), f"template-{found.pk}")


@login_required
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.template_for(request.user, pk)
    actions.retire_template(template=found, by=request.user)
    return go(request, "letters:templates", said=_("Retired. It is offered for no new letter."))


@login_required
@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.template_for(request.user, pk)
    actions.bring_back_template(template=found, by=request.user)
    return go(request, "letters:templates", said=_("Brought back. Drafters are offered it again."))


def _page(
    request: HttpRequest, form: TemplateForm, template: LetterTemplate | None = None
) -> HttpResponse:
    words = {name: form[name].value() or "" for name in ("title", "body")}
    context = {"form": form, "template": template, "placeholders": PLACEHOLDERS}
    context |= _previewed(words)
    status = 422 if form.errors else 200
    return render(request, "letters/edit_template.html", context, status=status)


def _previewed(words: dict[str, str]) -> dict[str, str]:
    """The words with the sample case, and what is wrong with them in a sentence."""
    if not any(one.strip() for one in words.values()):
        return {}
    try:
        title, body = actions.checked_words(**words)
    except QixinError as refusal:
        return {"wrong": str(refusal)}
    return {"sample_title": fill(title, SAMPLE), "sample_body": fill(body, SAMPLE)}
