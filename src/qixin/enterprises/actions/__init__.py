"""Writes of this room: `enterprises.actions.verb(*, thing, …, by)`."""

from qixin.enterprises.actions.visiting import settle_help

__all__ = ["settle_help"]
