"""Writes of this room: `people.actions.verb(*, thing, …, by)`."""

from qixin.people.actions.grants import grant, revoke
from qixin.people.actions.unmasking import unmask

__all__ = ["grant", "revoke", "unmask"]
