"""Who may do what here: `check_…` raises with a sentence, `can_…` answers for the button."""

from qixin.newsroom.policies.stories import (
    can_draft,
    can_withdraw,
    check_can_draft,
    check_can_withdraw,
    check_may_go_live,
)

__all__ = [
    "can_draft",
    "can_withdraw",
    "check_can_draft",
    "check_can_withdraw",
    "check_may_go_live",
]
