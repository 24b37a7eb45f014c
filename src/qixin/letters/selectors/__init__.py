"""Reads of this room; each starts from the user and fails closed."""

from qixin.letters.selectors.addressing import addressees, all_series, known_before
from qixin.letters.selectors.chasing import due_step, rates, unanswered
from qixin.letters.selectors.copies import (
    copy_for,
    copy_in_word_for,
    digest_of,
    original,
    original_in_word,
)
from qixin.letters.selectors.letters import (
    Filter,
    file_for,
    letter_for,
    listed,
    own_units,
    recipient_by_token,
    recipient_for,
    recipients_of,
    reply_for,
    tallies,
    visible,
    waiting_count,
)

__all__ = [
    "Filter",
    "addressees",
    "all_series",
    "copy_for",
    "copy_in_word_for",
    "digest_of",
    "due_step",
    "file_for",
    "known_before",
    "letter_for",
    "listed",
    "original",
    "original_in_word",
    "own_units",
    "rates",
    "recipient_by_token",
    "recipient_for",
    "recipients_of",
    "reply_for",
    "tallies",
    "unanswered",
    "visible",
    "waiting_count",
]
