"""How urgent a report is: by words of danger not denied and not over, and by what was learnt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.reports.enums import Urgency
from qixin.reports.suggestions import lexicon
from qixin.reports.suggestions.learner import Learner
from qixin.reports.suggestions.terms import folded

MOST_WORDS = 3
# Raising costs an editor a look; lowering may cost more. So lowering needs more certainty, and
# neither a word of danger to life nor somebody who asks for help is ever outvoted: after a quiet
# week nearly every word is known from reports that were not urgent.
RAISED_AT = 0.75
LOWERED_AT = 0.9

# "#暴雨求助#" is put under everything, news and thanks included.
_HASHTAG = re.compile(r"#[^#\n]{1,40}#")
_PEOPLE = "(?:人员?|群众|村民|居民|任何人|被|出现|发生|发现|再|有)*"
_DENIED = re.compile(
    rf"(?:没有|并无|无|未|没|不再|不会){_PEOPLE}$"
    r"|(?:避免|防止|以防|预防|谨防|以免|严防)[^，。！？；,.!?;\s]{0,5}$"
)
_OVER = re.compile(
    r"(?<!未)(?<!没)(?<!没有)(?:已|已经|均已|都已|现已|全部|全都|成功|安全|顺利)"
    r"[^，。！？；,.!?;\s]{0,6}?"
    r"(?:获救|得救|救出|解救|脱险|脱困|解决|恢复|送达|送到医院|送医|得到救助|找到|排除|解除|扑灭|"
    r"退去|修复|平安|安全了?)"
    r"|不需要了|不用了|已过期|不再需要|平安到家|警报解除"
)
_STILL = re.compile(r"仍|还有|尚有|还在|依然|依旧|剩余|其余|未被救|未获救|没获救|但是?|可是|又")


@dataclass(frozen=True)
class Assessment:
    """The urgency suggested, how sure (0 to 1), why, and the words that were found."""

    level: Urgency
    confidence: float
    reason: Promise | str
    words: tuple[str, ...] = ()


def assess(text: str, *, learner: Learner | None = None) -> Assessment:
    """The urgency of a report. A `learner` has the levels' values ("0", "1", "2") as labels.

    What was learnt may raise a level when it is sure, and take "urgent" back when it is very sure.
    """
    said = _HASHTAG.sub(" ", folded(text))
    by_rule = _by_rule(said)
    best = next(iter(learner.suggest(text, top=1)), None) if learner else None
    if best is None:
        return by_rule
    level = Urgency(int(best.label))
    raised = level > by_rule.level and best.confidence >= RAISED_AT
    lowered = (
        level < by_rule.level == Urgency.URGENT
        and best.confidence >= LOWERED_AT
        and not _asks(said)
    )
    if not (raised or lowered):
        return by_rule
    reason = format_lazy(_("similar reports were judged so; {reason}"), reason=best.reason)
    return Assessment(level, best.confidence, reason, best.words)


def _by_rule(text: str) -> Assessment:
    danger, need = _found(text, lexicon.EMERGENCY), _found(text, lexicon.URGENT)
    words = danger or need
    if not words:
        return Assessment(Urgency.NORMAL, 0.6, _("no word of danger or need"))
    shown = "、".join(words[:MOST_WORDS])
    if over := _over(text):
        reason = format_lazy(_("over already: {word}"), word=over)
        return Assessment(Urgency.NORMAL, 0.7, reason, (over,))
    level = Urgency.EMERGENCY if danger else Urgency.URGENT
    if rehearsed := _unasked(text, lexicon.REHEARSED):
        reason = format_lazy(_("words: {words}; but only: {told}"), words=shown, told=rehearsed)
        return Assessment(Urgency.NORMAL, 0.6, reason, words[:MOST_WORDS])
    if told := _unasked(text, lexicon.TOLD):
        reason = format_lazy(
            _("words: {words}; but told, not asked: {told}"), words=shown, told=told
        )
        return Assessment(Urgency(level - 1), 0.5, reason, words[:MOST_WORDS])
    confidence = min(0.95, 0.6 + 0.1 * len(words))
    return Assessment(
        level, confidence, format_lazy(_("words: {words}"), words=shown), words[:MOST_WORDS]
    )


def _found(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """The words that stand in the text undenied, in the order of the text."""
    return tuple(dict.fromkeys(word for _at, word in sorted(_standing(text, words))))


def _standing(text: str, words: Sequence[str]) -> Iterator[tuple[int, str]]:
    for word in words:
        at = text.find(word)
        while at >= 0:
            if not _DENIED.search(text, max(0, at - 9), at):
                yield at, word
                break
            at = text.find(word, at + len(word))


def _over(text: str) -> str:
    """The words that say it is over; empty if none do, or if what follows says that it is not."""
    said = list(_OVER.finditer(text))
    if not said or _danger_after(text[said[-1].end() :]):
        return ""
    return said[-1][0]


def _danger_after(rest: str) -> bool:
    return bool(_STILL.search(rest) and _found(rest, (*lexicon.EMERGENCY, *lexicon.URGENT)))


def _unasked(text: str, words: Sequence[str]) -> str:
    """The first of the words in the text; empty if there is none, or if someone asks for help."""
    if _asks(text):
        return ""
    return next((word for word in words if word in text), "")


def _asks(text: str) -> bool:
    return any(word in text for word in lexicon.ASKED)
