"""Processes that others start and that must not outlive them."""

from __future__ import annotations

import ctypes
import signal
import sys

# prctl(2): the signal that a process gets when its parent dies
_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """In the child: nobody would look after it when the parent is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
