"""What readers see of rumours: answers that stand in public, and those that were withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from qixin.core.models import default_district
from qixin.core.search_terms import bigrams, words
from qixin.newsroom.enums import AnswerState
from qixin.newsroom.models import Answer, Rumour, RumourStory, Story
from qixin.newsroom.search import FACTS, server
from qixin.newsroom.search.layout import ANSWERS
from qixin.newsroom.search.queries import newest_answers

# Above the stories that were found, so few that those are still seen.
MOST_FOUND = 3
# So many of the newest that hold one of the words are ranked.
RANKED = 60
# In a long question a word like "cannot" is held by answers to anything.
_LEAST_HELD = 0.15
# A word of the claim tells more than one of the answer.
_CLAIM, _TEXT = 3, 1


def public_answers() -> QuerySet[Answer]:
    """All that stand in public, the newest first."""
    return (
        Answer.objects.filter(state=AnswerState.PUBLISHED, district=default_district())
        .select_related("rumour")
        .order_by("-published_at", "-pk")
    )


def answers_of_story(story: Story) -> list[Answer]:
    """What stands on top of a story: the answers to what it tells or claims."""
    return answers_of_stories([story.pk]).get(story.pk, [])


def answers_of_stories(ids: Iterable[int]) -> dict[int, list[Answer]]:
    """The same for many stories in two queries, by the story's id; without those that have none."""
    links = RumourStory.objects.filter(story__in=ids).values_list("rumour", "story")
    told: dict[int, list[int]] = {}
    for rumour, story in links:
        told.setdefault(rumour, []).append(story)
    found: dict[int, list[Answer]] = {}
    if told:
        for answer in public_answers().filter(rumour__in=told):
            for story in told[answer.rumour_id]:
                found.setdefault(story, []).append(answer)
    return found


@dataclass(frozen=True)
class Correction:
    """What was changed in an answer since readers first had it."""

    at: object
    text: str


def corrections_of(rumour: Rumour) -> list[Correction]:
    """Oldest first."""
    told = rumour.answers.filter(published_at__isnull=False).exclude(notice="")
    return [Correction(one.published_at, one.notice) for one in told.order_by("published_at")]


def withdrawal_of(rumour: Rumour) -> Answer | None:
    """The answer whose withdrawal stands at the rumour's address; None where one is in public, or
    never was."""
    if rumour.answers.filter(state=AnswerState.PUBLISHED).exists():
        return None
    return rumour.answers.filter(state=AnswerState.WITHDRAWN).order_by("-ended_at", "-pk").first()


def seen_by_readers() -> QuerySet[Rumour]:
    """Rumours that have a public page: with an answer, or with the word that it was withdrawn."""
    out = Answer.objects.filter(published_at__isnull=False, district=default_district())
    return Rumour.objects.filter(pk__in=out.values("rumour")).order_by("pk")


def answered_about(story: Story) -> list[Rumour]:
    """The rumours whose answers in public lead to the story."""
    answered = Rumour.objects.filter(links__story=story, answers__state=AnswerState.PUBLISHED)
    return list(answered.distinct().order_by("pk"))


def find_answers(query: str) -> list[Answer]:
    """The answers that a search puts on top: whoever looks for a claim does not use its words
    exactly, so a word in common is enough, if it is not one of many; the more, the higher. Two
    queries."""
    typed = query.split()
    cut = dict.fromkeys([*typed, *words(query)])
    # what holds no letter or digit matches nothing, and is no expression on every database
    terms = [term for term in cut if len(term) > 1 and bigrams(term)]
    ids = _holding_any(terms) if terms else []
    found = list(public_answers().filter(pk__in=ids)) if ids else []
    lowered = [term.lower() for term in terms]
    near = [answer for answer in found if _held(answer, lowered) >= _LEAST_HELD]
    near.sort(key=lambda answer: -_score(answer, lowered))
    return near[:MOST_FOUND]


def _holding_any(terms: list[str]) -> list[int]:
    ids = None
    if server.is_set():
        ids = server.server().ids(ANSWERS, newest_answers(terms, most=RANKED))
    return FACTS.newest_with_any(terms, most=RANKED) if ids is None else ids


def _held(answer: Answer, terms: list[str]) -> float:
    """How much of what was looked for an answer holds, 0 to 1, by the letters of the words."""
    text = answer.indexed.lower()
    return sum(len(one) for one in terms if one in text) / sum(map(len, terms))


def _score(answer: Answer, terms: list[str]) -> int:
    claim = f"{answer.claim} {answer.claim_en}".lower()
    text = f"{answer.text} {answer.text_en}".lower()
    return sum(len(term) * (_CLAIM * (term in claim) + _TEXT * (term in text)) for term in terms)
