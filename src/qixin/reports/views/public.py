"""A resident without an account: sends, gets number and code, follows what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qixin.core import ids, rate_limits
from qixin.core.actors import RESIDENT
from qixin.core.errors import NotFound, QixinError
from qixin.core.rate_limits import Rate, client_address
from qixin.reports import actions, media
from qixin.reports.actions.attaching import MOST_ATTACHMENTS
from qixin.reports.enums import PicturesUse, Source
from qixin.reports.forms.sending import FollowForm, PublicReportForm, happened, placed
from qixin.reports.models import Report
from qixin.reports.policies import may_withdraw_consent
from qixin.reports.receipts import read_receipt, receipt_address
from qixin.reports.selectors.mine import fates, followed_report
from qixin.reports.views.capturing import anew, keep_files, place_context
from qixin.reports.views.mine import take_reply
from qixin.reports.views.uploads import refuse_large_forms

# Many residents share one address behind a carrier's or a village's router.
SEND_RATES = (Rate(20, 600), Rate(100, 86_400))
PHONE_RATES = (Rate(5, 600), Rate(20, 86_400))
FOLLOW_RATES = (Rate(30, 600),)
NUMBER_RATES = (Rate(10, 600), Rate(30, 86_400))


@refuse_large_forms
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form, without a script, so that it works in every browser."""
    if request.method != "POST":
        return _form(request, PublicReportForm())
    form = PublicReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    received, notice = _receive(request, form)
    if not received.is_new and received.report.text != form.cleaned_data["text"].strip():
        return _form(request, anew(form, received.report), status=409)
    files = form.cleaned_data["files"]
    for sentence in [notice, *keep_files(received.report, files, by=RESIDENT)]:
        if sentence:
            messages.warning(request, str(sentence))
    return redirect(receipt_address(received.report))


@never_cache
@require_safe
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """Number and follow-up code, to be written down or printed; the address works for a day."""
    found = read_receipt(token)
    if found is None:
        raise NotFound(_("This page has expired. Please use your number and code."))
    follow = request.build_absolute_uri(reverse("reports:follow")) + f"?number={found.number}"
    code = actions.follow_code(found.client_key)
    context = {"report": found, "code": f"{code[:4]} {code[4:]}", "follow_url": follow}
    return render(request, "reports/public/sent.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Number and code in, fate out; with an answer that waits, also the resident's reply."""
    if request.method != "POST":
        form = FollowForm(initial={"number": request.GET.get("number", "")[:40]})
        return render(request, "reports/public/follow.html", {"form": form})
    form = FollowForm(request.POST)
    if not form.is_valid():
        return render(request, "reports/public/follow.html", {"form": form}, status=422)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    rate_limits.consume("follow", key=client_address(request), rates=FOLLOW_RATES)
    rate_limits.consume("follow-number", key=ids.normalise_number(number), rates=NUMBER_RATES)
    try:
        found = followed_report(number, code)
    except NotFound as error:
        form.add_error(None, str(error))
        return render(request, "reports/public/follow.html", {"form": form}, status=404)
    return _fate(request, found, form)


def _fate(request: HttpRequest, found: Report, form: FollowForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form}
    if "reply" in request.POST:
        try:
            context["said"] = take_reply(request, found, by=RESIDENT)
        except QixinError as error:
            context["refused"] = str(error)
            context["typed"] = request.POST.get("text", "")
        found = followed_report(form.cleaned_data["number"], form.cleaned_data["code"])
    if "withdraw" in request.POST and actions.withdraw_consent(report=found, by=RESIDENT):
        context["said"] = _("It is no longer shown. What you sent stays with the desk.")
        found = followed_report(form.cleaned_data["number"], form.cleaned_data["code"])
    context |= {
        "report": found,
        "fates": fates(found),
        "may_withdraw": may_withdraw_consent(found),
    }
    return render(request, "reports/public/fate.html", context)


def _receive(request: HttpRequest, form: PublicReportForm) -> tuple[actions.Received, Any]:
    given, sent_report = form.cleaned_data, form.sent()
    if not Report.objects.filter(client_key=sent_report.client_key).exists():
        _brake(request, given["contact_phone"])
    place, notice = placed(sent_report)
    submission = actions.Submission(
        client_key=sent_report.client_key,
        source=Source.PUBLIC,
        text=sent_report.text,
        occurred_at=happened(sent_report.occurred_at),
        place=place,
        address=sent_report.address,
        contact_name=given["contact_name"],
        contact_phone=given["contact_phone"],
        has_attachments=sent_report.attachments > 0,
        pictures_use=PicturesUse.ALLOWED if given["may_publish"] else PicturesUse.UNSAID,
    )
    return actions.receive(submission=submission, by=RESIDENT), notice


def _brake(request: HttpRequest, phone: str) -> None:
    rate_limits.consume("public-report", key=client_address(request), rates=SEND_RATES)
    if phone:
        rate_limits.consume("public-report-phone", key=phone, rates=PHONE_RATES)


def _form(request: HttpRequest, form: PublicReportForm, status: int = 200) -> HttpResponse:
    limits = media.DEFAULT_LIMITS
    context = {
        "form": form,
        # not in the template, where `form.files` is the field
        "files_lost": bool(form.files) and status != 200,
        "most_attachments": MOST_ATTACHMENTS,
        "limits": {"image": limits.image_bytes, "clip": limits.clip_bytes},
        "image_megabytes": limits.image_bytes // (1024 * 1024),
        "clip_megabytes": limits.clip_bytes // (1024 * 1024),
        **place_context(),
    }
    return render(request, "reports/public/report.html", context, status=status)
