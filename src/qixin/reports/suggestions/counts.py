"""Where a learner keeps its counts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

# A term that no text holds, under which each label's sum of counts stands.
TOTAL = "#total"

Counts = Mapping[str, Mapping[str, int]]


class CountStore(Protocol):
    """Rows of (term, label, count), one store for each kind of label.

    A term is at most 24 characters.
    """

    def get_counts(self, terms: Iterable[str]) -> Counts:
        """term → label → count, for these terms and all labels; absent ones are left out.

        One query, `term IN (…)`, at most 601 terms.
        """

    def add(self, changes: Mapping[tuple[str, str], int]) -> None:
        """Adds to the count of each (term, label); changes may be negative, rows may be new."""


class MemoryCounts:
    """A CountStore in memory, for tests and trials."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, int]] = defaultdict(dict)

    def get_counts(self, terms: Iterable[str]) -> Counts:
        return {term: dict(self._rows[term]) for term in terms if term in self._rows}

    def add(self, changes: Mapping[tuple[str, str], int]) -> None:
        for (term, label), change in changes.items():
            count = self._rows[term].get(label, 0) + change
            if count > 0:
                self._rows[term][label] = count
            else:
                self._rows[term].pop(label, None)
            if not self._rows[term]:
                del self._rows[term]
