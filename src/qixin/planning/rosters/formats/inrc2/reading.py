"""The three files read, text or JSON; what cannot be understood is named with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from qixin.planning.errors import ProblemError
from qixin.planning.rosters.formats.inrc2 import as_json, as_text
from qixin.planning.rosters.formats.inrc2.scenario import Histories, Scenario, Week

T = TypeVar("T")


def read_scenario(path: str | Path) -> Scenario:
    return _read(Path(path), as_text.scenario, as_json.scenario)


def read_history(path: str | Path, scenario: Scenario) -> Histories:
    """The history of all nurses of a scenario."""
    with _file(Path(path)):
        history = _read(
            Path(path), lambda text: as_text.history(text, scenario.id),
            lambda text: as_json.history(text, scenario.id),
        )  # fmt: skip
        history.check(scenario)
    return history


def read_week(path: str | Path, scenario: Scenario) -> Week:
    """A week's needs and requests, by the scenario's names."""
    with _file(Path(path)):
        week = _read(
            Path(path), lambda text: as_text.week(text, scenario.id),
            lambda text: as_json.week(text, scenario.id),
        )  # fmt: skip
        week.check(scenario)
    return week


def _read(path: Path, text: Callable[[str], T], json: Callable[[str], T]) -> T:
    with _file(path):
        try:
            content = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise ProblemError("is not a text file in UTF-8") from error
        return (json if content.lstrip().startswith("{") else text)(content)


@contextmanager
def _file(path: Path) -> Iterator[None]:
    """Puts the file's name before what is told of it, once."""
    try:
        yield
    except ProblemError as error:
        if str(error).startswith(path.name):
            raise
        named = ProblemError(f"{path.name}: {error}")
        named.item, named.line = error.item, error.line
        raise named from error
