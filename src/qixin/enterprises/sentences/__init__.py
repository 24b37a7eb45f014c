"""What this room's verbs in the journal mean, in the reader's language, a module a noun."""

from qixin.core.journal import details, verbs
from qixin.enterprises.sentences import exchange, filings, register, safety

_NOUNS = (register, filings, exchange, safety)


def register_verbs() -> None:
    for noun in _NOUNS:
        verbs.register(noun.VERBS)
        details.register(noun.DETAILS, noun.VALUES)
