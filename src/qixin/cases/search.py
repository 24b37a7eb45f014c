"""The full-text index over cases: title, text, number of the report."""

from qixin.core.search_index import SearchIndex

INDEX = SearchIndex("cases_search")
