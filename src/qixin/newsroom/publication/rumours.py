"""Answers to rumours as public files: their pages, and their list with its feeds."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.newsroom.enums import Verdict
from qixin.newsroom.models import Answer, Rumour, Story
from qixin.newsroom.models.addresses import TREES
from qixin.newsroom.publication import cards, files
from qixin.newsroom.publication.cards import card_of, remove_cards, write_card
from qixin.newsroom.publication.checked import write_page
from qixin.newsroom.publication.feeds import BEFORE_ALL, ENTRIES, JSON_FEED, DatedFeed
from qixin.newsroom.publication.pages import absolute, frame, here, reading_in
from qixin.newsroom.selectors.facts import (
    corrections_of,
    public_answers,
    seen_by_readers,
    withdrawal_of,
)
from qixin.newsroom.stops import PublicationStopped
from qixin.ui.context import district_name

logger = logging.getLogger(__name__)

FOLDER = "facts/"
PER_PAGE = 20
# Of ClaimReview's five; what nobody knows has no number.
_RATINGS = {Verdict.FALSE: 1, Verdict.MISLEADING: 2, Verdict.TRUE: 5}
# Of JSON that stands inside a page, as Django's `json_script` does it.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def render_fact(rumour: Rumour) -> None:
    """The page at a rumour's address: its answer, or that it was withdrawn; none before."""
    answer = public_answers().filter(rumour=rumour).first()
    if answer is None:
        remove_cards(rumour.pk, cards.FACTS)
    else:
        write_card(card_of(answer))
    for language in TREES:
        with reading_in(language) as tree:
            if answer is not None:
                write_page(f"{tree}/{rumour.public_path()}", fact_page(answer))
            elif (gone := withdrawal_of(rumour)) is not None:
                write_page(f"{tree}/{rumour.public_path()}", withdrawn_fact_page(gone))


def render_facts(rumours: Iterable[Rumour]) -> None:
    """Their pages once more: a story to which they lead has changed or gone. One that cannot be
    written holds up no other; the log says which."""
    for rumour in rumours:
        try:
            render_fact(rumour)
        except (OSError, PublicationStopped):
            logger.exception("rumour %s: its page could not be written", rumour.pk)


def render_facts_list() -> int:
    """The list of answers with its feeds, in both languages; returns how many files changed."""
    changed = 0
    with files.lock(f"lists of {FOLDER}"):
        pages = list(_pages())
        newest = list(public_answers()[:ENTRIES])
        for language in TREES:
            with reading_in(language) as tree:
                for one in pages:
                    changed += write_page(f"{tree}/{FOLDER}{one.name}", _list_page(one))
                changed += files.write(f"{tree}/{FOLDER}feed.xml", feed(newest).encode())
                changed += files.write(f"{tree}/{FOLDER}feed.json", json_feed(newest).encode())
                changed += files.write(f"{tree}/{FOLDER}latest.json", latest(newest).encode())
                _remove_surplus(tree, len(pages))
    return changed


def render_all_facts() -> int:
    """Every page of answers; returns how many rumours readers have seen."""
    rumours = list(seen_by_readers())
    for rumour in rumours:
        render_fact(rumour)
    render_facts_list()
    return len(rumours)


def unrendered_facts() -> list[Rumour]:
    """Rumours whose page is missing: the machine stopped between the commit and the writing."""
    return [one for one in seen_by_readers() if not files.exists(f"zh/{one.public_path()}")]


def fact_page(answer: Answer) -> str:
    """An answer in the language in force: the verdict first, the claim marked as one."""
    rumour = answer.rumour
    return render_to_string(
        "newsroom/public/fact.html",
        {
            **frame(answer.public_path()),
            "latest": here(FOLDER + "latest.json"),
            "answer": answer,
            "rumour": rumour,
            "corrections": corrections_of(rumour),
            "stories": list(
                Story.objects.live().filter(rumour_links__rumour=rumour).order_by("-published_on")
            ),
            "review": claim_review(answer),
            "facts_url": absolute(FOLDER + "index.html"),
        },
    )


def withdrawn_fact_page(answer: Answer) -> str:
    """What stays at the address of a withdrawn answer: when and why, and nothing of its text."""
    return render_to_string(
        "newsroom/public/fact_withdrawn.html",
        {**frame(answer.public_path()), "at": answer.ended_at, "reason": answer.reason},
    )


def claim_review(answer: Answer) -> str:
    """schema.org's ClaimReview as JSON that may stand in a page (schema.org/ClaimReview)."""
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": answer.get_verdict_display()}
    if answer.verdict in _RATINGS:
        value = _RATINGS[Verdict(answer.verdict)]
        rating |= {"ratingValue": value, "bestRating": 5, "worstRating": 1}
    claim, text = told(answer)
    document = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": absolute(answer.public_path()),
        "claimReviewed": claim,
        "reviewBody": text,
        "datePublished": _day(answer),
        "author": {"@type": "Organization", "name": district_name()},
        "reviewRating": rating,
        "itemReviewed": {
            "@type": "Claim",
            "datePublished": f"{clock.local(answer.rumour.first_seen_at):%Y-%m-%d}",
        },
    }
    return json.dumps(document, ensure_ascii=False).translate(_ESCAPES)


def feed(answers: Iterable[Answer]) -> str:
    """The answers as an Atom document in the language in force."""
    document = DatedFeed(
        title=_("Rumours answered"),
        link=absolute(FOLDER + "index.html"),
        feed_url=absolute(FOLDER + "feed.xml"),
        description=_about(),
        language=get_language(),
        author_name=district_name(),
        feed_guid=absolute(FOLDER + "feed.xml"),
        founded=BEFORE_ALL,
    )
    for answer in answers:
        _claim, text = told(answer)
        document.add_item(
            title=_headline(answer),
            link=absolute(answer.public_path()),
            description=escape(text),
            author_name=district_name(),
            unique_id=answer.identity,
            pubdate=answer.published_at,
            updateddate=answer.published_at,
            categories=[str(answer.get_verdict_display())],
        )
    return document.writeString("utf-8")


def json_feed(answers: Iterable[Answer]) -> str:
    """The answers as a JSON Feed 1.1 in the language in force."""
    document = {
        "version": JSON_FEED,
        "title": _("Rumours answered"),
        "home_page_url": absolute(FOLDER + "index.html"),
        "feed_url": absolute(FOLDER + "feed.json"),
        "description": _about(),
        "language": "en" if get_language() == "en" else "zh-CN",
        "authors": [{"name": district_name()}],
        "items": [
            {
                "id": answer.identity,
                "url": absolute(answer.public_path()),
                "title": _headline(answer),
                "content_text": told(answer)[1],
                "date_published": _moment(answer),
                "tags": [str(answer.get_verdict_display())],
            }
            for answer in answers
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def latest(answers: Iterable[Answer]) -> str:
    """The newest by their rumours' ids: a correction is none that is new."""
    newest = [answer.rumour_id for answer in answers]
    return json.dumps({"newest": newest}, separators=(",", ":"))


def told(answer: Answer) -> tuple[str, str]:
    """Claim and answer in the language in force; Chinese where English was not written."""
    if get_language() == "en":
        return answer.claim_en or answer.claim, answer.text_en or answer.text
    return answer.claim, answer.text


@dataclass(frozen=True)
class _Page:
    """One page of the list; `newer` and `older` are file names, or empty."""

    name: str
    answers: list[Answer]
    newer: str
    older: str


def _pages() -> Iterator[_Page]:
    answers = list(public_answers())
    count = max(1, -(-len(answers) // PER_PAGE))
    for number in range(1, count + 1):
        yield _Page(
            name=_name(number),
            answers=answers[(number - 1) * PER_PAGE : number * PER_PAGE],
            newer=_name(number - 1) if number > 1 else "",
            older=_name(number + 1) if number < count else "",
        )


def _name(number: int) -> str:
    return "index.html" if number == 1 else f"page-{number}.html"


def _list_page(one: _Page) -> str:
    return render_to_string(
        "newsroom/public/facts.html",
        {
            **frame(FOLDER + one.name),
            "answers": one.answers,
            "newer": one.newer,
            "older": one.older,
            "about": _about(),
            "latest": here(FOLDER + "latest.json"),
            "feed": absolute(FOLDER + "feed.xml"),
            "json_feed": absolute(FOLDER + "feed.json"),
        },
    )


def _remove_surplus(tree: str, count: int) -> None:
    number = count + 1
    while files.exists(f"{tree}/{FOLDER}{_name(number)}"):
        files.remove(f"{tree}/{FOLDER}{_name(number)}")
        number += 1


def _headline(answer: Answer) -> str:
    return _("%(verdict)s: “%(claim)s”") % {
        "verdict": answer.get_verdict_display(),
        "claim": told(answer)[0],
    }


def _about() -> str:
    return _("What goes round in the district, and what is known of it.")


def _moment(answer: Answer) -> str:
    return clock.local(answer.published_at or clock.now()).isoformat()


def _day(answer: Answer) -> str:
    return f"{clock.local(answer.published_at or clock.now()):%Y-%m-%d}"
