"""What OpenSearch holds: two indexes of terms that are cut here, so that it finds what the
database finds, and numbers to narrow and to order by. No text that readers are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

# Another one when the fields below change: a new index is then filled beside the old one.
VERSION = 1

_TERMS = {"type": "text", "analyzer": "whitespace", "index_options": "positions"}
_FIELDS: dict[str, dict[str, Any]] = {
    "stories": {
        "terms": _TERMS,
        "id": {"type": "long"},
        "district": {"type": "keyword"},
        "column": {"type": "long"},
        "town": {"type": "long"},
        # microseconds since 1970: OpenSearch's own dates know milliseconds, and two stories of one
        # moment would stand in another order than in the database
        "published_on": {"type": "long"},
    },
    "answers": {"terms": _TERMS, "id": {"type": "long"}, "district": {"type": "keyword"}},
}


@dataclass(frozen=True)
class Kind:
    """`stories` or `answers`: one index, reached by two other names.

    `inlet` is where what is new goes, from the moment that the index is made; `name` is what is
    asked, once everything is in: until then nobody mistakes a half-filled index for an answer.
    """

    label: str

    @property
    def name(self) -> str:
        return f"{settings.QIXIN_SEARCH_NAME}-{self.label}-{VERSION}"

    @property
    def inlet(self) -> str:
        return f"{self.name}-in"

    @property
    def index(self) -> str:
        return f"{self.name}-index"

    def body(self) -> dict[str, Any]:
        """How the index is made."""
        return {
            "mappings": {"dynamic": "strict", "properties": _FIELDS[self.label]},
            "aliases": {self.inlet: {}},
        }


STORIES, ANSWERS = Kind("stories"), Kind("answers")
KINDS = {kind.label: kind for kind in (STORIES, ANSWERS)}
