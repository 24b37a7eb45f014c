"""The inbox and the page of one case."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from qixin.cases import actions, forms, policies, selectors
from qixin.cases.actions.answering import last_answer
from qixin.cases.enums import OPEN_STATES, CaseState
from qixin.cases.forms import AnswerForm, FilterForm, NoteForm
from qixin.cases.models import Case, Exclusion
from qixin.core import clock
from qixin.core.personal_data import find_personal_data, mask_name, mask_phone, mask_text
from qixin.people.models import User
from qixin.people.permissions import check_permission
from qixin.people.selectors.places import district_area
from qixin.reports.models import Report
from qixin.reports.selectors.attachments import attachment_link
from qixin.ui.http import made_file

PAGE = 50
VERBS = (
    "accept", "answer", "ask", "resume", "hand_back", "close", "undo_open", "move", "decide",
    "merge", "reopen",
)  # fmt: skip


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "cases.read")
    wanted = selectors.Filter.from_query(request.GET)
    found = selectors.inbox(request.user, wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    filled = request.GET.copy()
    filled["state"] = wanted.state
    context = {
        "page": page,
        "wanted": wanted,
        "tallies": selectors.tallies(request.user, wanted),
        "form": FilterForm(filled),
        "rest": _rest(request),
    }
    return render(request, "cases/inbox.html", context)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The list under the page's filter as a workbook; a POST, for it writes in the journal."""
    found = selectors.inbox(request.user, selectors.Filter.from_query(request.GET))
    return made_file(
        f"cases-{clock.today()}.xlsx",
        lambda path: actions.export_cases(cases=found, path=path, by=request.user),
    )


@login_required
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    return render(request, "cases/detail.html", page_of(request, case))


def page_of(
    request: HttpRequest, case: Case, *, answer_form: AnswerForm | None = None, warning: str = ""
) -> dict[str, Any]:
    """What the page of a case shows; `answer_form` and `warning` after a refused answer."""
    user = request.user
    return {
        "case": case,
        "report": case.report,
        "text": mask_text(case.text),
        "address": mask_text(case.report.address),
        "numbers": numbers_in(*case.words_of_senders, case.report.address),
        "can": {verb: policies.can(user, verb, case=case) for verb in VERBS},
        "can_unmask": policies.can_unmask(user, case=case),
        "can_note": policies.can_take_part(user, case=case),
        "sender": masked_sender(case.report),
        "further": _further(request, case),
        "media": _media(request, case.report),
        "map": _map(case.report),
        "timeline": selectors.timeline(user, case),
        "helping": selectors.helping(user, case),
        "parts": _parts(user, case),
        "answer_form": answer_form or AnswerForm(initial={"version": case.version}),
        "note_form": NoteForm(prefix="note", people=selectors.people_of(case)),
        "warning": warning,
        **_joint(user, case),
    }


def _joint(user: User, case: Case) -> dict[str, Any]:
    """What several departments do together, and the dialogs' forms."""
    handles, steers = policies.can_handle(user, case=case), policies.can_steer(user, case=case)
    is_open, version = case.state in OPEN_STATES, {"version": case.version}
    exclusion = Exclusion.objects.filter(case=case).first()
    return {
        "can_handle": handles,
        "can_terms": is_open and (handles or steers),
        "can_split": is_open and (handles or steers) and case.parent_id is None,
        "can_offer_part": handles and (is_open or case.state == CaseState.WAITING),
        "can_offer_story": handles and case.state == CaseState.CONFIRMED,
        "can_decide": policies.can_decide(user, case=case),
        "outcomes": case.outcomes.select_related("unit", "struck_by__person"),
        "children": case.children.select_related("lead_unit"),
        "similar": selectors.similar_solved(user, case) if is_open else [],
        "templates": selectors.templates_for(case.case_type) if handles and is_open else [],
        "exclusion": exclusion,
        "ask_form": forms.AskForm(initial=version, auto_id="ask_%s"),
        "unit_form": forms.UnitAndReasonForm(initial=version, auto_id="unit_%s"),
        "part_form": forms.PartForm(auto_id="part_%s"),
        "split_form": forms.SplitForm(auto_id="split_%s"),
        "merge_form": forms.MergeForm(initial=version, auto_id="merge_%s"),
        "terms_form": forms.TermsForm(
            initial={**version, "case_type": case.case_type_id, "urgency": case.urgency},
            auto_id="terms_%s",
        ),
        "outcome_form": forms.OutcomeForm(auto_id="outcome_%s"),
        "story_form": forms.StoryForm(
            initial={"question": mask_text(case.title), "answer": mask_text(last_answer(case))},
            auto_id="story_%s",
        ),
    }


def _parts(user: User, case: Case) -> list[dict[str, Any]]:
    """Every unit's part with the buttons that `user` has."""
    handles = policies.can_handle(user, case=case)
    return [
        {
            "part": part,
            "works": part.role == "co" and part.is_owed and policies.can_work(user, part=part),
            "leads": part.role == "co" and handles,
        }
        for part in selectors.parts_of(case)
    ]


def numbers_in(*texts: str) -> str:
    """The numbers in texts, masked, each once; empty where there are none."""
    found = (one.masked for text in texts for one in find_personal_data(text))
    return "、".join(dict.fromkeys(found))


def masked_sender(report: Report) -> dict[str, str]:
    """Name and telephone as anybody who sees the case may read them."""
    person = report.sender
    name = person.name if person else report.contact_name
    phone = person.phone if person else report.contact_phone
    return {"name": mask_name(name) if name else "", "phone": mask_phone(phone) if phone else ""}


def _further(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """The other reports of the matter: what each says, and its sender behind a mask."""
    return [
        {
            "report": report,
            "headline": mask_text(report.headline),
            "text": mask_text(report.text),
            "address": mask_text(report.address),
            "numbers": numbers_in(report.text, report.address),
            "sender": masked_sender(report),
            "media": _media(request, report),
            "unmask": f"{reverse('cases:unmask', args=[case.number])}?report={report.number}",
        }
        for report in case.reports[1:]
    ]


def _media(request: HttpRequest, report: Report) -> list[dict[str, str]]:
    return [
        {
            "kind": "image" if attachment.kind == "image" else "video",
            "full": attachment_link(attachment, "web", user=request.user),
            "thumb": attachment_link(attachment, "thumb", user=request.user),
        }
        for attachment in report.attachments.filter(state="ready")
    ]


def _map(report: Report) -> dict[str, Any] | None:
    if report.lng is None or report.lat is None:
        return None
    point = {
        "lng": report.lng,
        "lat": report.lat,
        "label": mask_text(report.address) or report.number,
    }
    return {"boundary": district_area().boundary, "points": [point]}


def _rest(request: HttpRequest) -> str:
    """The filter without state, page and days: what the tabs keep."""
    kept = request.GET.copy()
    for key in ("state", "page", "opened_on", "answered_on"):
        kept.pop(key, None)
    return f"&{kept.urlencode()}" if kept else ""
