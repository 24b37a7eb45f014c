"""The demo's first days, played through the rooms' own actions: nothing is put into a table."""

from qixin.drill.playing.coverage import play_coverage
from qixin.drill.playing.difficulties import play_difficulties
from qixin.drill.playing.director import Director
from qixin.drill.playing.enterprises import play_enterprises
from qixin.drill.playing.incoming import play_incoming
from qixin.drill.playing.letters import play_letters
from qixin.drill.playing.live import play_live
from qixin.drill.playing.minutes import Minutes
from qixin.drill.playing.newsroom import open_columns
from qixin.drill.playing.passes import play_passes
from qixin.drill.playing.readers import play_readers
from qixin.drill.playing.reviews import play_reviews
from qixin.drill.playing.rumours import play_rumours
from qixin.drill.playing.safety import play_safety
from qixin.drill.playing.stage import Stage

__all__ = [
    "Director",
    "Minutes",
    "Stage",
    "open_columns",
    "play_coverage",
    "play_difficulties",
    "play_enterprises",
    "play_incoming",
    "play_letters",
    "play_live",
    "play_passes",
    "play_readers",
    "play_reviews",
    "play_rumours",
    "play_safety",
]
