"""Readers without an account: a like, an objection, a message, help, an entry for a call-out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core import rate_limits
from qixin.core.actors import RESIDENT
from qixin.core.errors import Conflict, NotFound, QixinError
from qixin.core.rate_limits import Rate, client_address
from qixin.newsroom.actions import flagging, liking, taking_in
from qixin.newsroom.browser_marks import browser_of, comes_from_our_page, remember
from qixin.newsroom.enums.readers import CallTakes
from qixin.newsroom.forms.readers import EntryForm, ReaderForm, form_for
from qixin.newsroom.models import CallEntry, CallOut, ReaderMessage, Story
from qixin.newsroom.models.addresses import public_url, tree_of
from qixin.newsroom.policies.readers import check_takes_entries
from qixin.newsroom.selectors import readers as selector
from qixin.reports import media
from qixin.reports.actions.attaching import MOST_ATTACHMENTS
from qixin.reports.enums import Purpose
from qixin.reports.models import Report
from qixin.reports.receipts import receipt_address
from qixin.reports.views.capturing import keep_files
from qixin.reports.views.uploads import refuse_large_forms

# Many readers share one address behind a carrier's or a village's router.
LIKE_RATES = (Rate(60, 600), Rate(600, 86_400))
FLAG_RATES = (Rate(10, 600), Rate(50, 86_400))
SEND_RATES = (Rate(20, 600), Rate(100, 86_400))
PHONE_RATES = (Rate(5, 600), Rate(20, 86_400))
PURPOSES = {one.value: one for one in (Purpose.MESSAGE, Purpose.OFFER, Purpose.NEED)}
View = Callable[..., HttpResponse]


def one_tap(view: View) -> View:
    """For buttons on pages that are files and carry no token: where the browser does not say that
    it stands on our page, a page with a token asks to confirm."""
    protected = csrf_protect(view)

    @csrf_exempt
    @never_cache
    @require_POST
    @wraps(view)
    def tapped(request: HttpRequest) -> HttpResponse:
        try:
            if comes_from_our_page(request):
                return view(request)
            if "csrfmiddlewaretoken" not in request.POST:
                context = {"about": request.POST.get("about", "")[:80]}
                # nothing was taken yet
                return render(request, "newsroom/readers/confirm.html", context, status=403)
            return protected(request)
        except QixinError as error:
            if not _wants_json(request):
                raise
            return JsonResponse({"said": str(error)}, status=error.status)

    return tapped


@one_tap
def like(request: HttpRequest) -> HttpResponse:
    page = selector.public_page(request.POST.get("about", ""))
    rate_limits.consume("like", key=client_address(request), rates=LIKE_RATES)
    browser = browser_of(request)
    liking.like(page=page, browser=browser)
    selector.forget_likes(page.pk)
    if _wants_json(request):
        return remember(JsonResponse({"count": selector.likes(page.pk)}), browser)
    return remember(redirect(_address(page) + "#take-part"), browser)


@require_safe
@cache_control(public=True, max_age=selector.LIKES_KEPT)
def likes(request: HttpRequest) -> HttpResponse:
    """`{"count": 12}`: how many like a page; anybody on the way may keep it for some seconds."""
    page = selector.public_page(request.GET.get("about", ""))
    return JsonResponse({"count": selector.likes(page.pk)})


@one_tap
def flag(request: HttpRequest) -> HttpResponse:
    """One tap: this should not stand here."""
    thing = selector.flaggable(request.POST.get("about", ""))
    rate_limits.consume("flag", key=client_address(request), rates=FLAG_RATES)
    browser = browser_of(request)
    flagging.flag(thing=thing, browser=browser)
    said = _("Thank you. The desk looks at it.")
    if _wants_json(request):
        return remember(JsonResponse({"said": said}), browser)
    context = {"said": said, "back": _address(_page_of(thing))}
    return remember(render(request, "newsroom/readers/thanks.html", context), browser)


@refuse_large_forms
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: HttpRequest, purpose: str) -> HttpResponse:
    """Message, "I can help", "I need help", written at `?about=story:17`."""
    if purpose not in PURPOSES:
        raise NotFound(_("There is no such page any more. Write to us by “Send a report”."))
    wanted = PURPOSES[purpose]
    page = selector.public_page(request.GET.get("about") or request.POST.get("about", ""))
    form = form_for(wanted)(request.POST or None, purpose=wanted)
    context = {"form": form, "purpose": wanted, "page": page, "back": _address(page),
               "title": taking_in.title_of(page)}  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "newsroom/readers/speak.html", context, status=status)
    _brake(request, form)
    received = taking_in.send_to_desk(page=page, purpose=wanted, said=form.said())
    return redirect(receipt_address(received.report))


@refuse_large_forms
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send_in(request: HttpRequest, slug: str) -> HttpResponse:
    """An entry for a call-out; after the deadline it says so, also if opened before."""
    call = selector.public_call(slug)
    form = EntryForm(request.POST or None, request.FILES or None, call=call)
    if request.method != "POST" or not form.is_valid():
        return _entry_page(request, call, form)
    try:
        _brake(request, form)
        received = taking_in.send_entry(call=call, said=form.said())
    except Conflict as over:
        return _entry_page(request, call, form, over=str(over), status=over.status)
    for sentence in keep_files(received.report, form.cleaned_data.get("files") or [], by=RESIDENT):
        if sentence:
            messages.warning(request, str(sentence))
    return redirect(receipt_address(received.report))


def _entry_page(
    request: HttpRequest, call: CallOut, form: EntryForm, *, over: str = "", status: int = 200
) -> HttpResponse:
    if not over:
        try:
            check_takes_entries(call)
        except Conflict as conflict:
            over, status = str(conflict), conflict.status
    if form.errors and status == 200:
        status = 422
    context = {
        "call": call,
        "form": form,
        "over": over,
        "back": _address(call),
        "takes_pictures": call.takes != CallTakes.TEXT,
        "most": MOST_ATTACHMENTS,
        "megabytes": media.DEFAULT_LIMITS.image_bytes // (1024 * 1024),
        "files_lost": bool(request.FILES) and status != 200,
    }
    return render(request, "newsroom/readers/send_in.html", context, status=status)


def _brake(request: HttpRequest, form: ReaderForm) -> None:
    """What was taken already may be repeated as often as the net breaks."""
    if Report.objects.filter(client_key=form.cleaned_data["client_key"]).exists():
        return
    rate_limits.consume("reader", key=client_address(request), rates=SEND_RATES)
    if phone := form.cleaned_data["contact_phone"]:
        rate_limits.consume("reader-phone", key=phone, rates=PHONE_RATES)


def _page_of(thing: ReaderMessage | CallEntry | Story) -> Any:
    if isinstance(thing, CallEntry):
        return thing.call
    return thing.page.specific if isinstance(thing, ReaderMessage) else thing


def _address(page: Any) -> str:
    return public_url(page.public_path(), tree_of(get_language()))


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
