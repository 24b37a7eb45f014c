"""What this room takes from sheets, a module a noun."""

from qixin.enterprises.imports.kinds import register_kinds

__all__ = ["register_kinds"]
