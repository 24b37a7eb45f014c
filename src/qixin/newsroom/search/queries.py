"""Questions to OpenSearch as its query language has them (Query DSL); the same words find the same
as in the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qixin.core.search_terms import is_single_character, query_words


@dataclass(frozen=True)
class Narrowed:
    """What a list of stories is narrowed to, by keys; None narrows nothing. `until` is not in."""

    district: str
    columns: Sequence[int] | None = None
    towns: Sequence[int] | None = None
    since: datetime | None = None
    until: datetime | None = None


def newest_stories(words: str, narrowed: Narrowed, *, most: int) -> dict[str, Any]:
    """The newest stories within `narrowed` that hold every word."""
    must: list[dict[str, Any]] = [*_phrases(words), {"term": {"district": narrowed.district}}]
    if narrowed.columns is not None:
        must.append({"terms": {"column": list(narrowed.columns)}})
    if narrowed.towns is not None:
        must.append({"terms": {"town": list(narrowed.towns)}})
    bounds = {}
    if narrowed.since is not None:
        bounds["gte"] = micros(narrowed.since)
    if narrowed.until is not None:
        bounds["lt"] = micros(narrowed.until)
    if bounds:
        must.append({"range": {"published_on": bounds}})
    return _ids(must, [{"published_on": {"order": "desc"}}, {"id": {"order": "desc"}}], most)


def newest_answers(questions: Sequence[str], *, most: int) -> dict[str, Any]:
    """The answers with the highest ids that hold every word of at least one of `questions`."""
    ways = [{"bool": {"filter": _phrases(one)}} for one in questions if query_words(one)]
    one_of = [{"bool": {"should": ways, "minimum_should_match": 1}}]
    return _ids(one_of, [{"id": {"order": "desc"}}], most)


def ids_after(last: int, *, most: int) -> dict[str, Any]:
    """Whatever the index holds, in the order of the ids, on from `last`."""
    return _ids([{"range": {"id": {"gt": last}}}], [{"id": {"order": "asc"}}], most)


def micros(moment: datetime) -> int:
    """Microseconds since 1970, without the rounding of a float."""
    whole = int(moment.replace(microsecond=0).timestamp())
    return whole * 1_000_000 + moment.microsecond


def _phrases(words: str) -> list[dict[str, Any]]:
    """Each word as the database looks for it: its pairs of characters one after another; a single
    character finds the pairs that begin with it."""
    return [
        {"prefix": {"terms": {"value": terms[0]}}}
        if is_single_character(terms)
        else {"match_phrase": {"terms": {"query": " ".join(terms)}}}
        for terms in query_words(words)
    ]


def _ids(must: list[dict[str, Any]], order: list[dict[str, Any]], most: int) -> dict[str, Any]:
    return {
        "query": {"bool": {"filter": must}},
        "sort": order,
        "size": most,
        "_source": False,
        "track_total_hits": False,
    }
