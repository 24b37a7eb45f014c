"""The full-text indexes of the public search: stories (title, summary, body), and answers to
rumours (claim and answer, both languages). They lie in the database; `server` is an OpenSearch
that answers in their place where QIXIN_SEARCH names one.
"""

from qixin.core.search_index import SearchIndex
from qixin.reports.band_table import BandTable

INDEX = SearchIndex("stories_search")
FACTS = SearchIndex("facts_search")
# where the signatures of published stories meet
BANDS = BandTable("newsroom_story_band", "story_id")
