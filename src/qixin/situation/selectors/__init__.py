"""Reads of this room: counted from the records of the rooms below, never stored."""

from qixin.situation.selectors.day import Day, Figure, Row, picture_of

__all__ = ["Day", "Figure", "Row", "picture_of"]
