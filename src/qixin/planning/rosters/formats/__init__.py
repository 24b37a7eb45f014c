"""Public file formats of rosters: the one of schedulingbenchmarks.org, and INRC-II (`inrc2`)."""

from qixin.planning.rosters.formats.benchmarks import read, write

__all__ = ["read", "write"]
