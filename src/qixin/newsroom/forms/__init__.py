"""Input shapes."""

from qixin.newsroom.forms.stories import (
    StoryForm,
    sentence,
)

__all__ = [
    "StoryForm",
    "sentence",
]
