"""What a letter may say of the case that it belongs to. This room knows no cases: the room that
does registers a teller."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qixin.people.models import User

# Of whoever asks and a case's number, what the placeholders stand for; {} for what is not theirs.
Teller = Callable[[User, str], Mapping[str, str]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    _tellers.append(teller)


def known_of(user: User, case_number: str) -> dict[str, str]:
    """What stands for the placeholders that speak of a case; {} for none that `user` may see."""
    known: dict[str, str] = {}
    for teller in _tellers:
        known |= teller(user, case_number) if case_number else {}
    return known
