"""Inner loops compiled to machine code (numba), cached beside the source or in the user's cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function without the interpreter and its lock, so that threads run side by side."""
    made: Callable[P, R] = numba.njit(cache=True, nogil=True, boundscheck=False)(function)
    return made
