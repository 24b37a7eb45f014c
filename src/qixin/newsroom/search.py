"""The full-text index over published stories: title, summary, body."""

from qixin.core.search_index import SearchIndex

INDEX = SearchIndex("stories_search")
