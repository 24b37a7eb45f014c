"""Draws docs/planning/portfolio.svg: the worked example as a Gantt chart over its factors."""

from __future__ import annotations

import re
from html import escape

from drawing import BLUE, DOCS, GREEN, LIGHT_BLUE, ORANGE, PALE, RED, gap_curve, sheet, text

from qixin.planning.portfolio import Problem, Result, Schedule
from qixin.planning.portfolio.cost import ends_of
from qixin.planning.portfolio.windows import Windows

COLOURS = {"hospital": BLUE, "school": GREEN, "road": ORANGE, "market": "#7b3fa0"}
LEFT, UNIT, ROW, TOP = 150, 46, 26, 76


def worked_example() -> tuple[Problem, Result]:
    """The problem and result of the page's first block of code."""
    page = (DOCS / "portfolio.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    if block is None:
        raise ValueError("the page has no code")
    told: dict[str, object] = {"__name__": "page"}
    exec(compile(block.group(1), "portfolio.md", "exec"), told)  # noqa: S102 (our own page)
    return told["problem"], told["result"]  # type: ignore[return-value]


def planned(result: Result) -> Schedule:
    if result.schedule is None:
        raise ValueError("there is no plan to draw")
    return result.schedule


def drawn(problem: Problem, result: Result) -> str:
    """The chart as SVG: a row an activity, diamonds for due dates, below it crews and money."""
    windows = Windows(problem, problem.end)
    ends = ends_of(problem, windows, planned(result))
    months = max(ends) + 1
    wide = _x(months + 4)
    chart = TOP + ROW * len(problem.activities)
    foot = chart + 250
    parts = [
        text(16, TOP - 18, "month"),
        text(_x(months) + 8, TOP - 18, "◆ due: red where missed"),
    ]
    for closing, opening in problem.calendars[0].closed:
        parts.append(
            f'<rect x="{_x(closing)}" y="{TOP}" width="{UNIT * (opening - closing)}" '
            f'height="{chart - TOP}" fill="#e8eef5"/>'
            f'<text x="{_x(closing) + 4}" y="{TOP - 4}">frost</text>'
        )
    for month in range(months + 1):
        parts.append(f'<path d="M{_x(month)} {TOP}V{foot - 30}" stroke="#ddd"/>')
        if month < months:
            parts.append(text(_x(month) + UNIT / 2, TOP - 18, str(month), at="middle"))
    for at, end in enumerate(ends):
        parts += _bar(problem, result, at, end)
    used = _used(problem, result, ends, months)
    parts += _profile(
        "crews in use", used, [problem.factors[0].at(m) for m in range(months)], chart + 20
    )
    parts += _profile(
        "money spent", _spent(problem, result, months),
        [problem.budgets[0].arrived(m) for m in range(months)], chart + 130,
    )  # fmt: skip
    parts.append(text(16, foot + 12, "the search"))
    parts += gap_curve(
        result.curve, result.seconds, left=LEFT, top=foot, width=UNIT * months, high=110
    )
    return sheet(wide, foot + 142, "Four projects, their crews and their money", parts)


def _x(month: float) -> float:
    return LEFT + UNIT * month


def _bar(problem: Problem, result: Result, at: int, end: int) -> list[str]:
    schedule = planned(result)
    activity, y, start = problem.activities[at], TOP + ROW * at, schedule.starts[at]
    mode = activity.modes[schedule.modes[at]]
    told = " · ".join(
        filter(None, [mode.name, activity.on_land and schedule.parcels[activity.project]])
    )
    last = max([end, *(m.due for m in problem.milestones if m.activity == activity.name)])
    parts = [
        text(16, y + 17, activity.name),
        (
            f'<rect x="{_x(start)}" y="{y + 4}" width="{UNIT * (end - start)}" height="18" rx="3" '
            f'fill="{COLOURS[activity.project]}"/>'
        ),
        text(_x(last) + 14, y + 17, told) if told else "",
    ]
    for milestone in problem.milestones:
        if milestone.activity == activity.name:
            fill = "#fff" if end <= milestone.due else RED
            parts.append(
                f'<path d="M{_x(milestone.due)} {y + 4}l8 9l-8 9l-8 -9z" fill="{fill}" '
                f'stroke="#222"><title>{escape(milestone.name)}: due {milestone.due}</title></path>'
            )
    return parts


def _used(problem: Problem, result: Result, ends: list[int], months: int) -> list[int]:
    used = [0] * months
    for at, activity in enumerate(problem.activities):
        need = activity.modes[planned(result).modes[at]].uses.get("crews", 0)
        for month in range(planned(result).starts[at], ends[at]):
            used[month] += need
    return used


def _spent(problem: Problem, result: Result, months: int) -> list[int]:
    return [
        sum(
            activity.modes[planned(result).modes[at]].spends.get("funds", 0)
            for at, activity in enumerate(problem.activities)
            if planned(result).starts[at] <= month
        )
        for month in range(months)
    ]


def _profile(title: str, used: list[int], there: list[int], top: int) -> list[str]:
    """Bars of what is used, and a line of what is there."""
    most = max(*there, *used)
    parts = [text(16, top + 20, title), text(16, top + 36, "line: there is", colour=PALE)]
    line = []
    for month, (amount, limit) in enumerate(zip(used, there, strict=True)):
        high = 70 * amount / most
        parts.append(
            f'<rect x="{_x(month) + 6}" y="{top + 80 - high}" width="{UNIT - 12}" height="{high}" '
            f'fill="{LIGHT_BLUE}"/>'
        )
        parts.append(text(_x(month) + UNIT / 2, top + 95, str(amount), at="middle"))
        y = top + 80 - 70 * limit / most
        line.append(f"{'M' if not line else 'L'}{_x(month)} {y}L{_x(month + 1)} {y}")
    return [*parts, f'<path d="{"".join(line)}" fill="none" stroke="{RED}" stroke-width="2"/>']


if __name__ == "__main__":
    path = DOCS / "portfolio.svg"
    path.write_text(drawn(*worked_example()), encoding="utf-8")
    print(f"wrote {path.name}")
