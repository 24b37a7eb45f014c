"""Answers to rumours on the public pages, each in the language that it was written in, and states
and verdicts in the workbench."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from qixin.newsroom.enums import AnswerState, RumourState, Verdict
from qixin.newsroom.models import Answer, Rumour
from qixin.newsroom.publication.pages import here
from qixin.newsroom.publication.rumours import FOLDER, told
from qixin.newsroom.selectors.rumours import spreads_fast
from qixin.ui.components.pieces import badge

register = template.Library()
_CHINESE = mark_safe(' lang="zh-Hans"')
VERDICT_TONES: dict[str, str] = {
    Verdict.TRUE: "success",
    Verdict.FALSE: "danger",
    Verdict.MISLEADING: "warning",
    Verdict.UNPROVEN: "neutral",
}
_RUMOUR_TONES: dict[str, str] = {
    RumourState.COLLECTING: "info",
    RumourState.ANSWERED: "success",
    RumourState.WITHDRAWN: "danger",
    RumourState.FILED: "neutral",
}
_ANSWER_TONES: dict[str, str] = {
    AnswerState.PROPOSED: "warning",
    AnswerState.RETURNED: "neutral",
    AnswerState.VERIFIED: "info",
    AnswerState.PUBLISHED: "success",
    AnswerState.SUPERSEDED: "neutral",
    AnswerState.WITHDRAWN: "danger",
}


@register.simple_tag
def facts_address() -> str:
    """The list of answers in the language in force."""
    return here(f"{FOLDER}index.html")


@register.simple_tag
def quoted_claim(answer: Answer) -> str:
    """The claim between the language's quotation marks, so that nobody takes it for ours."""
    return _("“%(claim)s”") % {"claim": told(answer)[0]}


@register.simple_tag
def answer_text(answer: Answer, most: int) -> str:
    return Truncator(" ".join(told(answer)[1].split())).chars(most)


@register.simple_tag
def answer_paragraphs(answer: Answer) -> SafeString:
    return format_html_join("\n", "<p>{}</p>", ((one,) for one in told(answer)[1].split("\n")))


@register.simple_tag
def claim_language(answer: Answer) -> SafeString | str:
    """An attribute where the claim is read in Chinese on an English page."""
    return _CHINESE if get_language() == "en" and not answer.claim_en else ""


@register.simple_tag
def answer_language(answer: Answer) -> SafeString | str:
    """An attribute where the answer is read in Chinese on an English page."""
    return _CHINESE if get_language() == "en" and not answer.text_en else ""


@register.simple_tag
def verdict_sentence(answer: Answer) -> str:
    """What a verdict means for whoever reads it."""
    return {
        Verdict.TRUE: pgettext("verdict", "What goes round is right."),
        Verdict.FALSE: pgettext("verdict", "What goes round is wrong. Please do not pass it on."),
        Verdict.MISLEADING: pgettext("verdict", "What goes round is right only in part."),
        Verdict.UNPROVEN: pgettext(
            "verdict", "There is no proof yet, for it or against it. This is what is known."
        ),
    }[Verdict(answer.verdict)]


@register.filter
def is_fast(rumour: Rumour) -> bool:
    """Of a rumour as the board lists it."""
    return spreads_fast(rumour.places_lately, rumour.readers_lately)  # type: ignore[attr-defined]


@register.simple_tag
def verdict_badge(answer: Answer) -> SafeString:
    return badge(answer.get_verdict_display(), VERDICT_TONES[answer.verdict])


@register.simple_tag
def rumour_state(rumour: Rumour) -> SafeString:
    """What it waits for: an answer in work says more than the rumour's own state."""
    answer = rumour.answer_in_work
    if answer is not None:
        return badge(answer.get_state_display(), _ANSWER_TONES[answer.state])
    return badge(rumour.get_state_display(), _RUMOUR_TONES[rumour.state])


@register.simple_tag
def answer_state(answer: Answer) -> SafeString:
    return badge(answer.get_state_display(), _ANSWER_TONES[answer.state])
