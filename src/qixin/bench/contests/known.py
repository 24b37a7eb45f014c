"""Best known values: `best_known.json` in the data folder, or in the one above it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _all(data: Path) -> dict[str, Any]:
    for folder in (data, data.parent, data.parent.parent):
        path = folder / "best_known.json"
        if path.is_file():
            kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return kept
    return {}


def best_known(data: Path, name: str) -> float | None:
    """The best known cost of an instance in whichever set has it; None where none has."""
    for known in _all(data.resolve()).values():
        values = known.get("values", {})
        if name in values:
            value = values[name]
            return float(value["ub"] if isinstance(value, dict) else value)
    return None


def files(data: Path, pattern: str) -> dict[str, Path]:
    """The folder's files of a pattern by their name without ending, in natural order."""
    found = {path.stem: path for path in data.rglob(pattern)}
    return {name: found[name] for name in sorted(found, key=_natural)}


def _natural(name: str) -> list[tuple[int, str]]:
    parts, digits = [], ""
    for letter in name + " ":
        if letter.isdigit():
            digits += letter
            continue
        if digits:
            parts.append((int(digits), ""))
            digits = ""
        parts.append((0, letter))
    return parts
