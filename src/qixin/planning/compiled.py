"""Inner loops compiled to machine code (numba), kept for the next process in the user's cache.

numba keeps a function by its own file alone and would go on using it after a function that it calls
has changed in another file. So the cache has a folder for each state of this package's sources.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")

KEPT_DAYS = 30


def _sources() -> str:
    """A digest of every source in this package."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache() -> Path:
    """The folder for these sources; a fresh one in the temporary folder where home is read-only."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = home / "qixin" / "compiled" / _sources()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        _forget_old(folder)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="qixin-compiled-"))
    return (
        folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="qixin-compiled-"))
    )


def _forget_old(folder: Path) -> None:
    for other in folder.parent.iterdir():
        if other.stat().st_mtime < time.time() - KEPT_DAYS * 86400:
            shutil.rmtree(other, ignore_errors=True)


numba.config.CACHE_DIR = str(_cache())  # type: ignore[attr-defined]


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function without the interpreter and its lock, so that threads run side by side."""
    made: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    return made
