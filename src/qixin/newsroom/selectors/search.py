"""The public search over everything that is published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.utils.dateparse import parse_date

from qixin.core import clock
from qixin.core.models import default_district
from qixin.core.search_terms import words
from qixin.newsroom.models import Column, PublicText
from qixin.newsroom.search import INDEX
from qixin.people.enums import AreaLevel
from qixin.people.models import Area

LONGEST = 60
PER_PAGE = 20
# So many of the newest that hold every word are ranked; what is older is reached by narrowing.
RANKED = 200
# A word in more stories than this is looked for along the list, not before it.
FREQUENT = 2_000
NEWEST = 20_000
_RANKED_BY = ("title", "summary", "text")
_TITLE, _SUMMARY, _TEXT = 6.0, 3.0, 1.0
# Characters of the passage that is shown around the first word found.
_BEFORE, _PASSAGE = 24, 110


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; "" and None narrow nothing. Days are the district's, inclusive."""

    words: str = ""
    column: str = ""
    town: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Wanted:
        """Read from GET parameters; what is not understood narrows nothing."""
        return cls(
            words=" ".join(query.get("q", "").replace("\0", " ").split())[:LONGEST],
            column=query.get("column", "").replace("\0", "")[:64],
            town=query.get("town", "").replace("\0", "")[:12],
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
        )


@dataclass(frozen=True)
class Hit:
    """A story that was found. Title and passage as pieces: (text, whether it was looked for)."""

    row: PublicText
    title: list[tuple[str, bool]]
    passage: list[tuple[str, bool]]


@dataclass(frozen=True)
class Found:
    hits: list[Hit]
    # of this page among those that were ranked
    page: int
    pages: int
    # there are older ones than those that were ranked
    is_more: bool


def search(wanted: Wanted, *, page: int = 1) -> Found:
    """The best of the newest stories that hold every word; without words the newest.
    The same few queries, however many stories there are."""
    if not wanted.words and not (wanted.column or wanted.town or wanted.since or wanted.until):
        return Found([], 1, 1, is_more=False)
    terms = _terms(wanted.words)
    # plain values: a story in full, with its column, is read for those that are shown alone
    rows = _newest(wanted, bool(terms))
    is_more, rows = len(rows) > RANKED, rows[:RANKED]
    if terms:
        rows.sort(key=lambda row: -_score(row[1], row[2], row[3], terms))
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(max(page, 1), pages)
    ids = [row[0] for row in rows[(page - 1) * PER_PAGE : page * PER_PAGE]]
    shown = _shown().in_bulk(ids)
    hits = [_hit(shown[pk], terms) for pk in ids if pk in shown]
    return Found(hits, page, pages, is_more)


def towns_of_stories() -> QuerySet[Area]:
    """The towns that stories come from, for the filter."""
    # one look into the index for each town, however many stories there are
    from_there = PublicText.objects.filter(town=OuterRef("pk"))
    towns = Area.objects.filter(Exists(from_there), level=AreaLevel.TOWN)
    return towns.order_by("code").defer("boundary")


def _shown() -> QuerySet[PublicText]:
    return PublicText.objects.select_related("column", "town").defer("signature", "town__boundary")


def _newest(wanted: Wanted, is_ranked: bool) -> list[tuple[Any, ...]]:
    """One more than are ranked, if there are, newest first: (id, and what ranks it).

    A frequent word is first looked for among the NEWEST ids that hold it, then, where these are too
    few, among all. So a story that was a draft for so long that NEWEST others with the word were
    begun after it, and came out last, is reached by narrowing alone.
    """
    is_frequent = bool(wanted.words) and INDEX.is_frequent(wanted.words, over=FREQUENT)
    ids: list[int] = []
    for most in (NEWEST, None) if is_frequent else (0,):
        found = _narrowed(wanted)
        if is_frequent:
            held = INDEX.matching_along(
                wanted.words,
                PublicText._meta.db_table,
                key="story_id",
                most=most,
                within=_ids_of(wanted),
            )
            found = found.filter(held)
        elif wanted.words:
            found = found.filter(INDEX.matching(wanted.words))
        ids = list(
            found.order_by("-published_on", "-pk").values_list("pk", flat=True)[: RANKED + 1]
        )
        if len(ids) > RANKED:
            break
    if not is_ranked:
        return [(pk,) for pk in ids]
    texts = PublicText.objects.filter(pk__in=ids).values_list("pk", *_RANKED_BY)
    read = {row[0]: row for row in texts}
    return [read[pk] for pk in ids if pk in read]


def _ids_of(wanted: Wanted) -> tuple[int, int] | None:
    """The lowest and the highest id of the days wanted, where both ends are given."""
    if not (wanted.since and wanted.until):
        return None
    ends = _narrowed(replace(wanted, column="", town="")).aggregate(Min("pk"), Max("pk"))
    return ends["pk__min"] or 0, ends["pk__max"] or 0


def _narrowed(wanted: Wanted) -> QuerySet[PublicText]:
    rows = PublicText.objects.filter(district=default_district())
    # by key: with a subquery or a join SQLite would sort all of the column's stories
    if wanted.column:
        named = list(Column.objects.filter(slug=wanted.column).values_list("pk", flat=True)[:9])
        rows = rows.filter(column=named[0]) if len(named) == 1 else rows.filter(column__in=named)
    if wanted.town:
        town = Area.objects.filter(code=wanted.town).values_list("pk", flat=True).first()
        rows = rows.filter(town=town) if town else rows.none()
    if wanted.since:
        rows = rows.filter(published_on__gte=clock.day_bounds(wanted.since)[0])
    if wanted.until:
        rows = rows.filter(published_on__lt=clock.day_bounds(wanted.until)[1])
    return rows


def _terms(query: str) -> list[str]:
    """The words to rank by and to mark: as typed, and as a dictionary cuts them; longest first."""
    typed = [word.lower() for word in query.split()]
    cut = [word for word in words(query) if len(word) > 1]
    return sorted(dict.fromkeys([*typed, *cut]), key=len, reverse=True)


def _score(title: str, summary: str, text: str, terms: list[str]) -> float:
    title, summary, text = title.lower(), summary.lower(), text.lower()
    return sum(
        len(term) * (_TITLE * (term in title) + _SUMMARY * (term in summary))
        + _TEXT * min(text.count(term), 3)
        for term in terms
    )


def _hit(row: PublicText, terms: list[str]) -> Hit:
    whole = f"{row.summary} {row.text}".strip()
    return Hit(row, list(_marked(row.title, terms)), list(_marked(_passage(whole, terms), terms)))


def _passage(text: str, terms: list[str]) -> str:
    lowered = text.lower()
    places = [at for term in terms if (at := lowered.find(term)) >= 0]
    start = max(0, (places[0] if places else 0) - _BEFORE)
    cut = text[start : start + _PASSAGE].strip()
    return f"{'…' if start else ''}{cut}{'…' if start + _PASSAGE < len(text) else ''}"


def _marked(text: str, terms: list[str]) -> Iterator[tuple[str, bool]]:
    if not terms:
        yield text, False
        return
    pattern = re.compile("|".join(map(re.escape, terms)), re.IGNORECASE)
    at = 0
    for match in pattern.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], False
        yield match.group(), True
        at = match.end()
    if at < len(text):
        yield text[at:], False


def _day(given: str) -> date | None:
    try:
        return parse_date(given)
    except ValueError:
        return None
