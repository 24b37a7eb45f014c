"""Writes of this room: `enterprises.actions.<noun>.verb(*, thing, …, by)`, a module a noun."""
