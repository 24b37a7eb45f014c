"""A recipient without an account: reads the letter, sees that it is genuine, answers it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qixin.core import rate_limits
from qixin.core.errors import Invalid, QixinError, TooLarge
from qixin.core.rate_limits import Rate, client_address
from qixin.letters import actions, policies, selectors
from qixin.letters.actions import Answer, Upload
from qixin.letters.admitting import LARGEST_FILE, MEGABYTE, MOST_FILES, MOST_IN_A_FORM
from qixin.letters.forms import AnswerForm
from qixin.letters.models import Recipient
from qixin.letters.views.serving import pdf_response, word_response
from qixin.reports.views.uploads import forms_up_to

# Reading: whoever guesses at links. Answering: a link that has leaked.
READ_RATES = (Rate(60, 600), Rate(600, 86_400))
ANSWER_RATES = (Rate(5, 600), Rate(20, 86_400))


@forms_up_to(MOST_IN_A_FORM)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    recipient = _found(request, token)
    if request.method != "POST":
        actions.note_opened(recipient=recipient)
        return _page(request, recipient, AnswerForm())
    policies.check_link(recipient)
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, recipient, form, status=422)
    rate_limits.consume("letter-answer", key=recipient.token, rates=ANSWER_RATES)
    try:
        actions.answer(recipient=recipient, given=_given(form))
    except (Invalid, TooLarge) as refusal:
        form.add_error("files", str(refusal))
        return _page(request, recipient, form, status=int(refusal.status))
    return redirect("letters:answered", token)


@never_cache
@require_safe
def answered(request: HttpRequest, token: str) -> HttpResponse:
    recipient = _found(request, token)
    return render(request, "letters/answered.html", {"recipient": recipient, "token": token})


@never_cache
@require_safe
def public_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The recipient's copy; of a recalled letter or a dead link there is none any more."""
    recipient = _found(request, token)
    policies.check_link(recipient)
    return pdf_response(selectors.copy_for(recipient), recipient.letter.number)


@never_cache
@require_safe
def public_docx(request: HttpRequest, token: str) -> HttpResponse:
    """The recipient's copy as a Word document, under the same rules as the PDF."""
    recipient = _found(request, token)
    policies.check_link(recipient)
    return word_response(selectors.copy_in_word_for(recipient), recipient.letter)


def _found(request: HttpRequest, token: str) -> Recipient:
    rate_limits.consume("letter-read", key=client_address(request), rates=READ_RATES)
    return selectors.recipient_by_token(token)


def _given(form: AnswerForm) -> Answer:
    given = form.cleaned_data
    files = [Upload(file, file.name, file.size) for file in given["files"]]
    return Answer(text=given["text"], name=given["name"], phone=given["phone"], files=files)


def _page(
    request: HttpRequest, recipient: Recipient, form: AnswerForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "recipient": recipient,
        "letter": recipient.letter,
        "form": form,
        "closed": _why_closed(recipient),
        "replies": recipient.replies.count(),
        "files_lost": bool(form.files) and status != 200,
        "most_files": MOST_FILES,
        "megabytes": LARGEST_FILE // MEGABYTE,
        "title": _("Letter %(number)s") % {"number": recipient.letter.document_number},
    }
    return render(request, "letters/answer.html", context, status=status)


def _why_closed(recipient: Recipient) -> str:
    try:
        policies.check_link(recipient)
    except QixinError as refusal:
        return str(refusal)
    return ""
