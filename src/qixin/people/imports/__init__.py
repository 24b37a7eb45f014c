"""Areas, units and persons from sheets; and finders that rooms above use for their own kinds."""

from qixin.people.imports.finders import AreaFinder, UnitFinder
from qixin.people.imports.kinds import register_kinds

__all__ = ["AreaFinder", "UnitFinder", "register_kinds"]
