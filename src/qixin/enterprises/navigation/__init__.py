"""This room's entries in the workbench's navigation, a module a noun."""

from qixin.enterprises.navigation import exchange, filings, register, safety

_NOUNS = (register, filings, exchange, safety)


def register_items() -> None:
    for noun in _NOUNS:
        noun.register_items()
