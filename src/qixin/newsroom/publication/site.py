"""What stands around every public page: the columns and topics, read once for many pages."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from qixin.newsroom.enums import SHOWN_STATES, SectionState
from qixin.newsroom.models import Column, Story, Topic
from qixin.newsroom.tree import BY_PATH


@dataclass(frozen=True)
class Site:
    """The sections as they were when it was read, by their path in the tree."""

    columns: dict[str, Column]
    topics: dict[str, Topic]
    # what stands on many pages alike, in a language, made once
    _pieces: dict[Hashable, SafeString] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def now(cls) -> Site:
        """Two queries."""
        return cls(
            {column.path: column for column in Column.objects.order_by(BY_PATH)},
            {topic.path: topic for topic in Topic.objects.order_by(BY_PATH)},
        )

    def piece(self, key: Hashable, make: Callable[[], SafeString]) -> SafeString:
        """The piece of a page that `key` stands for: it names all that the piece shows, and the
        language."""
        if key not in self._pieces:
            self._pieces[key] = make()
        return self._pieces[key]

    def forget_pieces(self) -> None:
        """Between batches: the pieces of all stories would fill the memory."""
        self._pieces.clear()

    def column_of(self, story: Story) -> Column:
        return self.columns[story.path[: -Story.steplen]]

    def topic_of(self, column: Column) -> Topic | None:
        """None for a column that stands under the front page itself."""
        return self.topics.get(column.path[: -Column.steplen])

    @property
    def shown_columns(self) -> list[Column]:
        """Those that the head of every page names, in the editors' order."""
        return [one for one in self.columns.values() if one.live and one.state in SHOWN_STATES]

    def columns_of(self, topic: Topic) -> list[Column]:
        """What its pages lead to, also after it was archived."""
        return [
            one
            for one in self.columns.values()
            if one.live and one.state != SectionState.MERGED and one.path.startswith(topic.path)
        ]

    @property
    def open_topics(self) -> list[Topic]:
        return [
            one for one in self.topics.values() if one.live and one.state == SectionState.ACTIVE
        ]
