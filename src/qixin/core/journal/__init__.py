"""The journal: append-only, written in the transaction of the change that it tells of."""

from qixin.core.journal.sealing import seal_up
from qixin.core.journal.verification import Verdict, verify
from qixin.core.journal.writing import Line, kind_of, timeline, write, write_many

__all__ = ["Line", "Verdict", "kind_of", "seal_up", "timeline", "verify", "write", "write_many"]
