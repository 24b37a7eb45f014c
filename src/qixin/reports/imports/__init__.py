"""What this room imports: reports from other systems' lists, groups, and their correspondents."""

from qixin.reports.imports.kinds import register_kinds

__all__ = ["register_kinds"]
