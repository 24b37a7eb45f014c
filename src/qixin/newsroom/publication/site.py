"""What stands around every public page: the columns and topics, read once for many pages."""

from __future__ import annotations

from dataclasses import dataclass

from qixin.newsroom.enums import SHOWN_STATES
from qixin.newsroom.models import Column, Story, Topic


@dataclass(frozen=True)
class Site:
    """The sections as they were when it was read, by their path in the tree."""

    columns: dict[str, Column]
    topics: dict[str, Topic]

    @classmethod
    def now(cls) -> Site:
        """Two queries."""
        return cls(
            {column.path: column for column in Column.objects.order_by("path")},
            {topic.path: topic for topic in Topic.objects.order_by("path")},
        )

    def column_of(self, story: Story) -> Column:
        return self.columns[story.path[: -Story.steplen]]

    def topic_of(self, column: Column) -> Topic | None:
        """None for a column that stands under the front page itself."""
        return self.topics.get(column.path[: -Column.steplen])

    @property
    def shown_columns(self) -> list[Column]:
        """Those that the head of every page names, in the editors' order."""
        return [one for one in self.columns.values() if one.live and one.state in SHOWN_STATES]
