"""Writes of this room: `enterprises.actions.<noun>.verb(*, thing, …, by)`, a module a noun."""

from qixin.enterprises.actions.visiting import settle_help

__all__ = ["settle_help"]
