"""The list, one letter, its PDF and copies, the chase."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core.errors import NotFound
from qixin.letters import actions, policies, selectors
from qixin.letters.forms import CopiesForm, FilterForm
from qixin.letters.models import Recipient
from qixin.letters.views.serving import pdf_response, word_response
from qixin.people.models import User
from qixin.people.permissions import check_permission, has_permission
from qixin.ui.http import by_htmx, download, fragment

PAGE = 50
VERBS = ("revise", "submit", "check", "send_back", "sign", "send", "discard", "recall")


@login_required
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "letters.read")
    wanted = selectors.Filter.from_query(request.GET)
    page = Paginator(selectors.listed(request.user, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "wanted": wanted,
        "is_filtered": wanted.narrows,
        "tallies": selectors.tallies(request.user, wanted),
        "form": FilterForm({"state": wanted.state, "province": wanted.province}),
        "may_draft": has_permission(request.user, "letters.draft"),
    }
    return render(request, "letters/list.html", context)


@login_required
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.letter_for(request.user, number)
    recipients = list(selectors.recipients_of(found))
    for one in recipients:
        one.letter = found
    before = selectors.known_before((one.addressee for one in recipients), besides=found)
    context = {
        "letter": found,
        "rows": [
            (one, before.get(one.addressee_id), selectors.due_step(one)) for one in recipients
        ],
        "can": {verb: policies.can(request.user, verb, letter=found) for verb in VERBS},
        "can_handle": policies.can_handle(request.user, letter=found),
        "can_unmask": policies.can_unmask(request.user, letter=found),
        "reads_cases": has_permission(request.user, "cases.read"),
    }
    return render(request, "letters/detail.html", context)


@login_required
@never_cache
@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The original as it is kept, or the draft as it would be printed."""
    found = selectors.letter_for(request.user, number)
    return pdf_response(selectors.original(found), found.number)


@login_required
@never_cache
@require_safe
def docx(request: HttpRequest, number: str) -> HttpResponse:
    """The original, or the draft, as a Word document."""
    found = selectors.letter_for(request.user, number)
    return word_response(selectors.original_in_word(found), found)


@login_required
@never_cache
@require_safe
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """One recipient's copy, with the link: for whoever may send it."""
    found = selectors.recipient_for(request.user, pk)
    policies.check_can_handle(request.user, letter=found.letter)
    if not found.token:
        raise NotFound(_("The letter has not been sent yet, so there are no copies."))
    return pdf_response(selectors.copy_for(found), found.letter.number)


@login_required
@require_POST
def unmask(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.reply_for(request.user, pk)
    shown = actions.unmask(reply=found, reason=request.POST.get("reason", ""), by=request.user)
    if by_htmx(request):
        return fragment(request, "ui/components/unmasked.html", {"value": shown})
    context = {"letter": found.recipient.letter, "shown": shown}
    return render(request, "letters/answerer.html", context)


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.file_for(request.user, pk)
    actions.note_file_opened(file=found, by=request.user)
    return download(found.stored, name=found.name, mime=found.mime)


@login_required
@require_safe
def chase(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "letters.read")
    form = CopiesForm({"days": 3, "which": "unanswered"} | request.GET.dict())
    wanted = form.cleaned_data if form.is_valid() else {"days": 3, "which": "", "province": ""}
    found = _copies(request.user, **wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            (one, selectors.due_step(one), policies.can_handle(request.user, letter=one.letter))
            for one in page
        ],
        "rates": selectors.rates(request.user),
        "lists_unanswered": wanted["which"] not in ("answered", "all"),
        "form": form,
    }
    return render(request, "letters/chase.html", context)


def _copies(user: User, *, which: str, province: str, days: int) -> QuerySet[Recipient]:
    if which in ("answered", "all"):
        return selectors.copies_sent(user, answered=which == "answered" or None, province=province)
    found = selectors.unanswered(user, days=days)
    return found.filter(addressee__province=province) if province else found


@login_required
@require_safe
def country(request: HttpRequest) -> HttpResponse:
    """The country, a square a province, with what was sent and what was answered."""
    check_permission(request.user, "letters.read")
    rated = selectors.rates(request.user)
    sent, answered = sum(one.sent for one in rated), sum(one.answered for one in rated)
    context = {
        "tiles": selectors.tiles(rated),
        "rates": rated,
        "sent": sent,
        "answered": answered,
        "unanswered": sent - answered,
    }
    return render(request, "letters/map.html", context)
