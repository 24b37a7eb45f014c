"""The states of this room's things, a module a noun; `docs/states/` is generated from here."""

from __future__ import annotations

from qixin.enterprises.workflow import exchange, filings, register, safety

_NOUNS = (register, filings, exchange, safety)

# noun → verb → states it may start from → the state it leads to
TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    noun: verbs for module in _NOUNS for noun, verbs in module.TRANSITIONS.items()
}
# noun → the state it begins in
INITIAL: dict[str, str] = {
    noun: state for module in _NOUNS for noun, state in module.INITIAL.items()
}
JOURNAL: dict[str, str] = {verb: word for module in _NOUNS for verb, word in module.JOURNAL.items()}
