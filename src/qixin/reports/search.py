"""The full-text index over reports."""

from qixin.core.search_index import SearchIndex

INDEX = SearchIndex("reports_search")
