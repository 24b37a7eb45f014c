"""Suggesting a label from the words of a text, learnt one decision at a time.

Complement naive Bayes: Rennie, Shih, Teevan and Karger 2003, "Tackling the poor assumptions of
naive Bayes text classifiers". A label is scored by how badly the words fit all the other labels,
which stays fair where one label has a thousand texts and another ten.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.reports.suggestions.counts import TOTAL, Counts, CountStore
from qixin.reports.suggestions.terms import folded, terms

SMOOTHING = 1.0
# Stands for all terms of the language in the smoothing. Fixed, so that it need not be counted, and
# small: at 50,000 it outweighs what the first thousands of decisions counted, and the department
# that has most of them gets every word. On 228 cases of a flood, as they came, half of one
# department, the second half got 36 right and 75 wrong; with 1,000 it gets 59 right and 24 wrong.
VOCABULARY = 1_000
# A keyword of the label counts as this many texts that held it: enough to speak before anything is
# learnt, outvoted by the first dozens of decisions.
SEED_WEIGHT = 12
# Words of one text come in company, so naive Bayes is too sure of itself, and the more the longer
# the text: scores are divided by SHARPNESS · √terms, of the terms that are known. On held-out news
# titles 0.24 was likeliest; it errs on the modest side below 0.9, and for longer texts. What no
# count knows says the same for every label, so it does not water down what tells.
SHARPNESS = 0.24
# Below this a suggestion costs the editor more than it saves.
LEAST_CONFIDENCE = 0.35
# And it must be this many times as likely as by drawing lots.
LEAST_LIFT = 1.5
MOST_WORDS = 3
# A word gives a reason where it stands at least twice as often with this label as the mean has it:
# "we" and "telephone" stand everywhere. Without one such word there is no suggestion.
LEAST_LEAD = 0.7


@dataclass(frozen=True)
class Suggestion:
    """A label, how likely it is (0 to 1), and the words that spoke for it."""

    label: str
    confidence: float
    reason: Promise | str
    words: tuple[str, ...] = ()


class Learner:
    """Learns from decisions and suggests labels; `seeds` are each label's keywords (cold start)."""

    def __init__(
        self,
        store: CountStore,
        *,
        seeds: Mapping[str, Sequence[str]] | None = None,
        least_confidence: float = LEAST_CONFIDENCE,
    ):
        self._store = store
        self._least = least_confidence
        self._seeds: dict[str, dict[str, int]] = {}
        self._seed_totals: dict[str, int] = {}
        for label, keywords in (seeds or {}).items():
            self._seed_totals[label] = 0
            for keyword in {folded(keyword).strip() for keyword in keywords} - {""}:
                self._seeds.setdefault(keyword, {})[label] = SEED_WEIGHT
                self._seed_totals[label] += SEED_WEIGHT

    def learn(self, text: str, label: str) -> None:
        """Counts a decision: this text got this label."""
        self._count(text, label, 1)

    def unlearn(self, text: str, label: str) -> None:
        """Takes a decision back; exactly undoes `learn` of the same text and label."""
        self._count(text, label, -1)

    def suggest(self, text: str, top: int = 3) -> list[Suggestion]:
        """The likeliest labels, best first; empty where the words do not say enough."""
        found = self._terms(text)
        counts = self._with_seeds(self._store.get_counts([*found, TOTAL]), found)
        totals = counts.pop(TOTAL, {})
        if len(totals) < 2 or not counts:
            return []
        votes = _votes(counts, totals)
        confidences = _confidences(votes, len(counts))
        least = max(self._least, min(0.9, LEAST_LIFT / len(totals)))
        likely = sorted(confidences, key=lambda label: (-confidences[label], label))[:top]
        if confidences[likely[0]] < least:
            return []
        # Once the first is worth showing, a close second helps; a remote one does not.
        least_of_others = max(0.1, LEAST_LIFT / len(totals))
        found_for = [
            _suggestion(label, confidences[label], votes)
            for rank, label in enumerate(likely)
            if rank == 0 or confidences[label] >= least_of_others
        ]
        return found_for if found_for[0].words else []

    def _terms(self, text: str) -> list[str]:
        shown = folded(text)
        spoken = [keyword for keyword in self._seeds if keyword in shown]
        return list(dict.fromkeys([*spoken, *terms(text)]))

    def _count(self, text: str, label: str, step: int) -> None:
        # Not `_terms`: keywords may change between a decision and its undoing.
        found = terms(text)
        changes = {(term, label): step for term in found}
        changes[TOTAL, label] = step * len(found)
        self._store.add(changes)

    def _with_seeds(self, stored: Counts, found: Sequence[str]) -> dict[str, dict[str, int]]:
        counts = {term: dict(labels) for term, labels in stored.items()}
        _add(counts.setdefault(TOTAL, {}), self._seed_totals)
        for term in found:
            if term in self._seeds:
                _add(counts.setdefault(term, {}), self._seeds[term])
        return counts


def _add(counts: dict[str, int], more: Mapping[str, int]) -> None:
    for label, count in more.items():
        counts[label] = counts.get(label, 0) + count


def _votes(
    counts: Mapping[str, Mapping[str, int]], totals: Mapping[str, int]
) -> dict[str, dict[str, float]]:
    """label → term → what the term says for it: minus the log of its share among all others."""
    everything = sum(totals.values())
    sums = {term: sum(labels.values()) for term, labels in counts.items()}
    votes: dict[str, dict[str, float]] = {}
    for label, total in totals.items():
        others = math.log(everything - total + SMOOTHING * VOCABULARY)
        votes[label] = {
            term: others - math.log(sums[term] - labels.get(label, 0) + SMOOTHING)
            for term, labels in counts.items()
        }
    return votes


def _confidences(votes: Mapping[str, Mapping[str, float]], length: int) -> dict[str, float]:
    spread = max(1.0, SHARPNESS * math.sqrt(length))
    scores = {label: sum(said.values()) / spread for label, said in votes.items()}
    highest = max(scores.values())
    odds = {label: math.exp(score - highest) for label, score in scores.items()}
    whole = sum(odds.values())
    return {label: share / whole for label, share in odds.items()}


def _suggestion(
    label: str, confidence: float, votes: Mapping[str, Mapping[str, float]]
) -> Suggestion:
    words = _speakers(label, votes)
    reason = format_lazy(_("words: {words}"), words="、".join(words)) if words else ""
    return Suggestion(label, round(confidence, 4), reason, words)


def _speakers(label: str, votes: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """The terms that spoke most for the label against the mean of all, none inside another."""
    said = votes[label]
    lead = {
        term: vote - sum(other[term] for other in votes.values()) / len(votes)
        for term, vote in said.items()
        if len(term) > 1
    }
    # Of "发热门", "热门诊" and "发热门诊" with like votes the longest reads best.
    ranked = sorted(lead, key=lambda term: (-round(lead[term], 1), -len(term), term))
    chosen: list[str] = []
    for term in ranked:
        if lead[term] < LEAST_LEAD or len(chosen) == MOST_WORDS:
            break
        if not any(term in word or word in term for word in chosen):
            chosen.append(term)
    return tuple(chosen)
