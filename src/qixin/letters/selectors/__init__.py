"""Reads of this room; each starts from the user and fails closed."""

from qixin.letters.selectors.addressing import addressees, all_series, known_before
from qixin.letters.selectors.chasing import copies_sent, due_step, rates, tiles, unanswered
from qixin.letters.selectors.copies import (
    copy_for,
    copy_in_word_for,
    digest_of,
    original,
    original_in_word,
)
from qixin.letters.selectors.incoming import (
    IncomingFilter,
    incoming_file_for,
    incoming_for,
    incoming_listed,
    incoming_tallies,
    incoming_waiting_count,
    suggestions,
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
    "IncomingFilter",
    "addressees",
    "all_series",
    "copies_sent",
    "copy_for",
    "copy_in_word_for",
    "digest_of",
    "due_step",
    "file_for",
    "incoming_file_for",
    "incoming_for",
    "incoming_listed",
    "incoming_tallies",
    "incoming_waiting_count",
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
    "suggestions",
    "tallies",
    "tiles",
    "unanswered",
    "visible",
    "waiting_count",
]
