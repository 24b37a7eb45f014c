"""Answers in the competition's files: a solution a week, and the history after it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from qixin.planning.rosters.formats.inrc2.scenario import DAYS, NONE, Histories, Record, Scenario
from qixin.planning.rosters.problem import Turn
from qixin.planning.rosters.result import Roster


def write_solutions(
    roster: Roster, scenario: str, folder: str | Path, *, first: int = 0, as_json: bool = False
) -> list[Path]:
    """A file `sol-week<number>` for each week of a roster of the scenario of that name; its first
    week is `first`.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    length = len(next(iter(roster.turns.values())))
    written = []
    for at in range(length // 7):
        rows = [
            (nurse, DAYS[day][:3], turn)
            for nurse, turns in roster.turns.items()
            for day, turn in enumerate(turns[7 * at : 7 * at + 7])
            if turn
        ]
        path = folder / f"sol-week{first + at}.{'json' if as_json else 'txt'}"
        told = (_json if as_json else _text)(scenario, first + at, rows)
        path.write_text(told, encoding="utf-8")
        written.append(path)
    return written


def next_history(scenario: Scenario, history: Histories, roster: Roster) -> Histories:
    """How it stands after the weeks of a roster that followed `history`."""
    weeks = len(next(iter(roster.turns.values()))) // 7
    return Histories(
        history.week + weeks,
        {
            nurse.id: _after(history.of[nurse.id], roster.turns[nurse.id])
            for nurse in scenario.nurses
        },
    )


def write_history(
    history: Histories, scenario: Scenario, path: str | Path, *, as_json: bool = False
) -> Path:
    """The history of every nurse, as the next stage reads it."""
    path = Path(path)
    records = {nurse.id: history.of[nurse.id] for nurse in scenario.nurses}
    if as_json:
        path.write_text(_history_json(history.week, scenario.id, records), encoding="utf-8")
        return path
    lines = ["HISTORY", f"{history.week} {scenario.id}", "", "NURSE_HISTORY"]
    for name, one in records.items():
        counts = (one.in_shift, one.on, one.off)
        lines.append(
            " ".join(map(str, (name, one.assignments, one.weekends, one.shift or NONE, *counts)))
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _after(record: Record, turns: tuple[Turn | None, ...]) -> Record:
    for day, turn in enumerate(turns):
        worked = day % 7 == 6 and (turn is not None or turns[day - 1] is not None)
        weekends = record.weekends + worked
        if turn is None:
            record = Record(record.assignments, weekends, "", 0, 0, record.off + 1)
            continue
        in_shift = record.in_shift + 1 if turn.shift == record.shift else 1
        record = Record(
            record.assignments + 1, weekends, turn.shift, in_shift, record.on + 1, 0
        )  # fmt: skip
    return record


def _text(scenario: str, week: int, rows: list[tuple[str, str, Turn]]) -> str:
    lines = ["SOLUTION", f"{week} {scenario}", "", f"ASSIGNMENTS = {len(rows)}"]
    lines += [f"{nurse} {day} {turn.shift} {turn.post}" for nurse, day, turn in rows]
    return "\n".join(lines) + "\n"


def _json(scenario: str, week: int, rows: list[tuple[str, str, Turn]]) -> str:
    assignments = [
        {"nurse": nurse, "day": day, "shiftType": turn.shift, "skill": turn.post}
        for nurse, day, turn in rows
    ]
    return _written({"scenario": scenario, "week": week, "assignments": assignments})


def _history_json(week: int, scenario: str, records: Mapping[str, Record]) -> str:
    told = [
        {
            "nurse": name,
            "numberOfAssignments": one.assignments,
            "numberOfWorkingWeekends": one.weekends,
            "lastAssignedShiftType": one.shift or NONE,
            "numberOfConsecutiveAssignments": one.in_shift,
            "numberOfConsecutiveWorkingDays": one.on,
            "numberOfConsecutiveDaysOff": one.off,
        }
        for name, one in records.items()
    ]
    return _written({"week": week, "scenario": scenario, "nurseHistory": told})


def _written(whole: Mapping[str, object]) -> str:
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
