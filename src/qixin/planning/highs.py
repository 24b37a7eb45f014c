"""HiGHS without a word: its first instance in a process greets on the standard output."""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from typing import Any

import highspy


def quiet_highs() -> Any:
    """A solver on one thread that writes nothing."""
    _let_greet()
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("threads", 1)
    return solver


@cache
def _let_greet() -> None:
    """Let the first instance greet on the error output: a caller's output may be read by others."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
        # what C has buffered would come out later, where it must not
        ctypes.CDLL(None).fflush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
