"""Public file formats: PSPLIB (`.sm`, `.mm`), Patterson (`.rcp`), MPLIB; answers as start times.

Sources: Kolisch & Sprecher 1997, EJOR 96 (PSPLIB); Van Eynde & Vanhoucke 2020, J. Scheduling 23
(MPLIB). All of them ask for the shortest makespan, so the makespan is the cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qixin.planning.errors import ProblemError
from qixin.planning.lines import Lines, whole
from qixin.planning.portfolio.factors import Budget, Factor, Step
from qixin.planning.portfolio.problem import Activity, Milestone, Mode, Prices, Problem, Project
from qixin.planning.portfolio.result import Schedule

MAKESPAN_ONLY = Prices(lateness=0, makespan=1, idle=0, change=0)
MOST = 10_000_000  # more activities or periods than this in a file is a broken file


def read(path: str | Path) -> Problem:
    """A problem file by its ending; a `.txt` is MPLIB. Raises ProblemError with the line."""
    path = Path(path)
    readers = {".sm": read_sm, ".mm": read_sm, ".rcp": read_rcp, ".txt": read_mplib}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ProblemError(f"the ending is none of {', '.join(readers)}", item=path.name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemError("is not a text file in UTF-8", item=path.name) from error
    return reader(text, path.stem)


class Words:
    """A file's words in turn, wherever its lines break."""

    def __init__(self, text: str) -> None:
        self._words = [
            (number, word)
            for number, line in enumerate(text.splitlines(), start=1)
            for word in line.split()
        ]
        self._next = 0
        self.line = 1

    def number(self, what: str, least: int = 0, most: int = MOST) -> int:
        if not self.more():
            raise ProblemError(f"the file ends where {what} should stand", line=self.line)
        self.line, word = self._words[self._next]
        self._next += 1
        number = whole(word, what, self.line)
        if not least <= number <= most:
            raise ProblemError(f"{what} must be {least} … {most}, not {number}", line=self.line)
        return number

    def more(self) -> bool:
        return self._next < len(self._words)

    def ended(self) -> None:
        if self.more():
            line, word = self._words[self._next]
            raise ProblemError(f"{word!r} stands after the last activity", line=line)


Row = tuple[int, tuple[int, ...], tuple[str, ...], int]  # duration, needs, followers, line


def read_rcp(text: str, name: str = "") -> Problem:
    """Patterson's format: counts, capacities; by activity its duration, needs and followers."""
    words = Words(text)
    count = words.number("the number of activities", least=1)
    factors = words.number("the number of factors", most=10_000)
    capacity = [words.number(f"the capacity of factor {at + 1}") for at in range(factors)]
    rows: list[Row] = []
    for at in range(count):
        item = f"activity {at + 1}"
        duration = words.number(f"the duration of {item}")
        line = words.line
        needs = tuple(words.number(f"a need of {item}") for _ in capacity)
        followers = words.number(f"the number of followers of {item}", most=count)
        after = tuple(
            str(words.number(f"a follower of {item}", least=1, most=count))
            for _ in range(followers)
        )
        rows.append((duration, needs, after, line))
    words.ended()
    named = {str(at + 1): row for at, row in enumerate(rows)}
    return _whole(
        {f"activity {name}": line for name, (*_, line) in named.items()},
        activities=_activities(named, dict.fromkeys(named, ""), capacity),
        factors=_factors(capacity), prices=MAKESPAN_ONLY, name=name,
    )  # fmt: skip


def read_mplib(text: str, name: str = "") -> Problem:
    """MPLIB: project after project; followers as project:activity. A due date may stand third."""
    lines = Lines(text)
    projects = _one(lines, "the number of projects")
    factors = _one(lines, "the number of factors")
    capacity = _plain(lines, "the capacities", factors)
    rows: dict[str, Row] = {}
    project_of: dict[str, str] = {}
    released: list[Project] = []
    milestones: list[Milestone] = []
    line_of: dict[str, int] = {}
    for project in range(1, projects + 1):
        head = _plain(lines, f"the size and release of project {project}", 2)
        released.append(Project(str(project), release=head[1]))
        line_of[f"milestone end of {project}"] = lines.number
        _plain(lines, f"the factors of project {project}", factors)
        for at in range(1, head[0] + 1):
            rows[f"{project}:{at}"] = _mplib_row(lines, f"{project}:{at}", factors)
            project_of[f"{project}:{at}"] = str(project)
        if len(head) > 2 and head[0]:
            milestones.append(Milestone(f"end of {project}", f"{project}:{head[0]}", head[2]))
    if lines.more():
        lines.take("")
        raise ProblemError("the file goes on after its last project", line=lines.number)
    line_of |= {f"activity {name}": line for name, (*_, line) in rows.items()}
    return _whole(
        line_of, activities=_activities(rows, project_of, capacity), factors=_factors(capacity),
        projects=tuple(released), milestones=tuple(milestones), prices=MAKESPAN_ONLY, name=name,
    )  # fmt: skip


def _whole(line_of: Mapping[str, int], **parts: Any) -> Problem:
    """The problem; what contradicts itself between lines gets its item's line."""
    try:
        return Problem(**parts)
    except ProblemError as error:
        if error.line is not None or error.item not in line_of:
            raise
        told = str(error).removeprefix(f"{error.item}: ")
        raise ProblemError(told, item=error.item, line=line_of[error.item]) from error


def _one(lines: Lines, what: str) -> int:
    number = _plain(lines, what, 1)[0]
    if not 1 <= number <= MOST:
        raise ProblemError(f"{what} must be 1 … {MOST}, not {number}", line=lines.number)
    return number


def _plain(lines: Lines, what: str, count: int) -> list[int]:
    numbers = lines.numbers(what, count)
    if any(number < 0 or number > MOST for number in numbers):
        raise ProblemError(f"{what} must be 0 … {MOST}", line=lines.number)
    return numbers


def _mplib_row(lines: Lines, item: str, factors: int) -> Row:
    words = lines.take(f"activity {item}").split()
    line = lines.number
    numbers = [whole(word, f"a figure of activity {item}", line) for word in words[: factors + 2]]
    if len(numbers) < factors + 2 or len(words) != factors + 2 + numbers[-1]:
        raise ProblemError(f"the line of activity {item} is cut or too long", line=line)
    if min(numbers) < 0 or max(numbers) > MOST:
        raise ProblemError(f"the figures of activity {item} must be 0 … {MOST}", line=line)
    return numbers[0], tuple(numbers[1:-1]), tuple(words[factors + 2 :]), line


def _factors(capacity: list[int]) -> tuple[Factor, ...]:
    # a factor of which there is none is left out: who needs it is refused with his line
    return tuple(Factor(f"R{at}", amount) for at, amount in enumerate(capacity, 1) if amount)


def _activities(
    rows: dict[str, Row], project_of: dict[str, str], capacity: list[int]
) -> tuple[Activity, ...]:
    before: dict[str, list[str]] = {name: [] for name in rows}
    for name, (_, needs, followers, line) in rows.items():
        for at, need in enumerate(needs):
            if need > capacity[at]:
                raise ProblemError(
                    f"needs {need} of R{at + 1}, of which there are {capacity[at]}",
                    item=f"activity {name}", line=line,
                )  # fmt: skip
        for follower in followers:
            if follower not in before:
                raise ProblemError(f"follower {follower} is not there", item=name, line=line)
            before[follower].append(name)
    return tuple(
        Activity(
            name,
            (Mode(duration, {f"R{at}": need for at, need in enumerate(needs, 1) if need}),),
            after=tuple(before[name]), project=project_of[name],
        )
        for name, (duration, needs, _, _) in rows.items()
    )  # fmt: skip


def read_sm(text: str, name: str = "") -> Problem:
    """PSPLIB, one mode or several; factors that are not given back become budgets."""
    lines = Lines(text)
    jobs = _figure(lines, "jobs")
    if not 1 <= jobs <= MOST:
        raise ProblemError(f"the number of jobs must be 1 … {MOST}, not {jobs}", line=lines.number)
    _section(lines, "PRECEDENCE RELATIONS", 1)
    modes, followers = _precedence(lines, jobs)
    _section(lines, "REQUESTS/DURATIONS", 2)
    ways = _requests(lines, modes)
    _section(lines, "RESOURCEAVAILABILITIES", 0)
    kinds = _kinds(lines)
    capacity = _plain(lines, "the capacities", len(kinds))
    return _of_sm(name, ways, followers, kinds, capacity)


def _figure(lines: Lines, what: str) -> int:
    while True:
        line = lines.take(f"the line of {what}")
        if line.startswith(what):
            words = line.split(":")[-1].split()
            return whole(words[0] if words else "", what, lines.number)


def _section(lines: Lines, title: str, skipped: int) -> None:
    while (
        not lines.take(f"the section {title}").replace(" ", "").startswith(title.replace(" ", ""))
    ):
        pass
    for _ in range(skipped):
        lines.take(f"the section {title}")


def _precedence(lines: Lines, jobs: int) -> tuple[list[int], list[tuple[list[int], int]]]:
    modes, followers = [], []
    for job in range(1, jobs + 1):
        row = _plain(lines, f"the followers of job {job}", 3)
        if row[0] != job or row[1] < 1 or len(row) != 3 + row[2]:
            raise ProblemError(f"the followers of job {job} do not stand here", line=lines.number)
        if any(not 1 <= follower <= jobs for follower in row[3:]):
            raise ProblemError(f"job {job} has a follower that is not there", line=lines.number)
        modes.append(row[1])
        followers.append((row[3:], lines.number))
    return modes, followers


Way = tuple[int, list[int], int]  # duration, needs, line


def _requests(lines: Lines, modes: list[int]) -> list[list[Way]]:
    ways: list[list[Way]] = []
    for job, count in enumerate(modes, 1):
        own: list[Way] = []
        for mode in range(count):
            row = _plain(lines, f"mode {mode + 1} of job {job}", 3 if mode == 0 else 2)
            if mode == 0 and row.pop(0) != job:
                raise ProblemError(f"mode 1 of job {job} does not stand here", line=lines.number)
            own.append((row[1], row[2:], lines.number))
        ways.append(own)
    return ways


def _kinds(lines: Lines) -> list[str]:
    kinds = [word for word in lines.take("the factors' names").split() if not word.isdigit()]
    kinds = [kind.rstrip("0123456789") for kind in kinds]
    if any(kind not in ("R", "N") for kind in kinds):
        raise ProblemError("only factors R and N are known", line=lines.number)
    return kinds


def _of_sm(
    name: str, ways: list[list[Way]], followers: list[tuple[list[int], int]], kinds: list[str],
    capacity: list[int],
) -> Problem:  # fmt: skip
    names = [f"{kind}{kinds[: at + 1].count(kind)}" for at, kind in enumerate(kinds)]
    before: list[list[str]] = [[] for _ in ways]
    for job, (after, _) in enumerate(followers, 1):
        for follower in after:
            before[follower - 1].append(str(job))
    activities = []
    for job, own in enumerate(ways, 1):
        modes = tuple(_mode(job, way, names, capacity) for way in own)
        activities.append(Activity(str(job), modes, after=tuple(before[job - 1])))
    there = list(zip(names, capacity, strict=True))
    return _whole(
        {f"activity {job}": line for job, (_, line) in enumerate(followers, 1)},
        activities=tuple(activities),
        factors=tuple(Factor(n, c) for n, c in there if c and n.startswith("R")),
        budgets=tuple(Budget(n, (Step(0, c),)) for n, c in there if c and n.startswith("N")),
        prices=MAKESPAN_ONLY, name=name,
    )  # fmt: skip


def _mode(job: int, way: Way, names: list[str], capacity: list[int]) -> Mode:
    duration, needs, line = way
    if len(needs) != len(names):
        raise ProblemError(f"job {job} has {len(needs)} needs for {len(names)} factors", line=line)
    for factor, need, there in zip(names, needs, capacity, strict=True):
        if need > there and (factor.startswith("R") or not there):
            raise ProblemError(
                f"needs {need} of {factor}, of which there are {there}",
                item=f"job {job}",
                line=line,
            )
    wanted = [(factor, need) for factor, need in zip(names, needs, strict=True) if need]
    return Mode(
        duration,
        {factor: need for factor, need in wanted if factor.startswith("R")},
        {factor: need for factor, need in wanted if factor.startswith("N")},
    )


def write_starts(problem: Problem, schedule: Schedule, path: Path) -> Path:
    """Start times, a line an activity: name, mode (from 1), start. Ending `.sol`."""
    path = path.with_name(path.name + ".sol")
    rows = zip(problem.activities, schedule.modes, schedule.starts, strict=True)
    lines = [f"{activity.name} {mode + 1} {start}" for activity, mode, start in rows]
    lines += [f"# {project} on {parcel}" for project, parcel in schedule.parcels.items()]
    path.write_text("\n".join((f"# {problem.name}: activity mode start", *lines, "")), "utf-8")
    return path


def read_starts(problem: Problem, text: str) -> Schedule:
    """The starts that `write_starts` wrote; without parcels."""
    lines = Lines(text, comment="#")
    starts, modes = [], []
    for activity in problem.activities:
        words = lines.take(f"the start of {activity.name}").split()
        if len(words) != 3 or words[0] != activity.name:
            raise ProblemError(f"the start of {activity.name} should stand here", line=lines.number)
        modes.append(whole(words[1], "a mode", lines.number) - 1)
        starts.append(whole(words[2], "a start", lines.number))
    return Schedule(tuple(starts), tuple(modes))
