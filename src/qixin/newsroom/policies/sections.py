"""Which steps topics and columns may take, and which columns take a story."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qixin.core.errors import Invalid, WrongState
from qixin.newsroom.enums import SectionState
from qixin.newsroom.models import Column, Story
from qixin.newsroom.workflow import TRANSITIONS


def check_section_step(noun: str, verb: str, state: str) -> str:
    """The state that `verb` leads a section to; raises WrongState where no road is drawn."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(_("Somebody has already changed this. Load the page again."))
    return target


def check_can_move_into(column: Column) -> None:
    """Raises Invalid for a column that is paused, archived or merged."""
    if not column.takes_stories:
        raise Invalid(_("“%(name)s” takes no stories.") % {"name": column.title})


def check_column_takes(story: Story) -> None:
    """Raises WrongState for a story that would go out in a column that was archived meanwhile; in a
    paused one it may, for it was begun before."""
    column = story.column
    if column.state in (SectionState.ARCHIVED, SectionState.MERGED):
        raise WrongState(
            _("The column “%(name)s” was archived meanwhile. Move the story to another column.")
            % {"name": column.title}
        )
