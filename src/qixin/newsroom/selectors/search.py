"""The public search over everything that is published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.utils.dateparse import parse_date

from qixin.core import clock
from qixin.core.models import default_district
from qixin.core.plain_text import one_line
from qixin.core.search_terms import query_words, words
from qixin.newsroom.models import Column, PublicText, SearchChange
from qixin.newsroom.search import INDEX, server
from qixin.newsroom.search.layout import STORIES
from qixin.newsroom.search.queries import Narrowed, newest_stories
from qixin.people.enums import AreaLevel
from qixin.people.models import Area, User
from qixin.people.permissions import has_permission

LONGEST = 60
PER_PAGE = 20
# So many of the newest that hold every word are ranked; what is older is reached by narrowing.
RANKED = 200
# A word in more stories than this is looked for along the list, not before it.
FREQUENT = 2_000
NEWEST = 20_000
WAITS_AT_MOST = timedelta(minutes=1)
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
            words=one_line(query.get("q", ""))[:LONGEST],
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


@dataclass(frozen=True)
class Behind:
    """How many changes OpenSearch has not taken in, and since when the oldest of them waits."""

    count: int
    since: datetime


def index_is_behind(user: User) -> Behind | None:
    """Where changes have waited for longer than a minute: for those who manage the newsroom."""
    if not server.is_set() or not has_permission(user, "newsroom.manage"):
        return None
    waiting = SearchChange.objects.aggregate(count=Count("pk"), since=Min("at"))
    if not waiting["count"] or waiting["since"] > clock.now() - WAITS_AT_MOST:
        return None
    return Behind(**waiting)


def _shown() -> QuerySet[PublicText]:
    return PublicText.objects.select_related("column", "town").defer("signature", "town__boundary")


def _newest(wanted: Wanted, is_ranked: bool) -> list[tuple[Any, ...]]:
    """One more than are ranked, if there are, newest first: (id, and what ranks it)."""
    ids = _found_by_server(wanted)
    if ids is None:
        ids = _found_by_database(wanted)
    if not is_ranked:
        return [(pk,) for pk in ids]
    texts = PublicText.objects.filter(pk__in=ids).values_list("pk", *_RANKED_BY)
    read = {row[0]: row for row in texts}
    return [read[pk] for pk in ids if pk in read]


def _found_by_server(wanted: Wanted) -> list[int] | None:
    """What OpenSearch finds, as far as it is published and within what is wanted: an index may lag
    behind. None where there is none, or it does not answer."""
    if not server.is_set():
        return None
    if wanted.words and not query_words(wanted.words):
        return []
    asked = newest_stories(wanted.words, _bounds(wanted), most=RANKED + 1)
    ids = server.server().ids(STORIES, asked)
    if not ids:
        return ids
    there = set(_narrowed(wanted).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in there]


def _found_by_database(wanted: Wanted) -> list[int]:
    """A frequent word is first looked for among the NEWEST ids that hold it, then, where these are
    too few, among all. So a story that was a draft for so long that NEWEST others with the word
    were begun after it, and came out last, is reached by narrowing alone.
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
    return ids


def _ids_of(wanted: Wanted) -> tuple[int, int] | None:
    """The lowest and the highest id of the days wanted, where both ends are given."""
    if not (wanted.since and wanted.until):
        return None
    ends = _narrowed(replace(wanted, column="", town="")).aggregate(Min("pk"), Max("pk"))
    return ends["pk__min"] or 0, ends["pk__max"] or 0


def _bounds(wanted: Wanted) -> Narrowed:
    """By key: with a subquery or a join SQLite would sort all of a column's stories."""
    columns = towns = None
    if wanted.column:
        columns = list(Column.objects.filter(slug=wanted.column).values_list("pk", flat=True)[:9])
    if wanted.town:
        towns = list(Area.objects.filter(code=wanted.town).values_list("pk", flat=True)[:1])
    return Narrowed(
        district=default_district(),
        columns=columns,
        towns=towns,
        since=clock.day_bounds(wanted.since)[0] if wanted.since else None,
        until=clock.day_bounds(wanted.until)[1] if wanted.until else None,
    )


def _narrowed(wanted: Wanted) -> QuerySet[PublicText]:
    bounds = _bounds(wanted)
    rows = PublicText.objects.filter(district=bounds.district)
    if bounds.columns is not None:
        (only,) = bounds.columns if len(bounds.columns) == 1 else (None,)
        rows = rows.filter(column=only) if only else rows.filter(column__in=bounds.columns)
    if bounds.towns is not None:
        rows = rows.filter(town=bounds.towns[0]) if bounds.towns else rows.none()
    if bounds.since is not None:
        rows = rows.filter(published_on__gte=bounds.since)
    if bounds.until is not None:
        rows = rows.filter(published_on__lt=bounds.until)
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
