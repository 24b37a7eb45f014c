"""Everybody and everything that plays in the demo district, drawn from a seed."""

from .build import Cast, GuardedCommunity, cast
from .departments import BY_KEY, DEPARTMENTS, Department
from .enterprises import Enterprise
from .people import Person, Role
from .topic import GROUPS, TOPIC, Column, Group, Topic
from .units import Unit, UnitKind

__all__ = [
    "BY_KEY",
    "DEPARTMENTS",
    "GROUPS",
    "TOPIC",
    "Cast",
    "Column",
    "Department",
    "Enterprise",
    "Group",
    "GuardedCommunity",
    "Person",
    "Role",
    "Topic",
    "Unit",
    "UnitKind",
    "cast",
]
