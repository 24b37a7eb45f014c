"""INRC-II: files of both forms, the competition's own count, stages, and errors by their place."""

import json

import pytest

from qixin.bench.contests.nurses import made
from qixin.bench.contests.rosters import CONTEST
from qixin.planning.errors import ProblemError
from qixin.planning.rosters.check import check
from qixin.planning.rosters.formats import inrc2
from qixin.planning.rosters.problem import Turn
from qixin.planning.rosters.result import Roster
from qixin.planning.rosters.solve import solve
from qixin.planning.stop import MaxRuntime, MaxWork

SCENARIO = """SCENARIO = ward

WEEKS = 4

SKILLS = 2
HeadNurse
Nurse

SHIFT_TYPES = 3
Early (2,5)
Late (2,3)
Night (4,5)

FORBIDDEN_SHIFT_TYPES_SUCCESSIONS
Early 0
Late 1 Early
Night 2 Early Late

CONTRACTS = 2
FullTime (15,22) (3,5) (2,3) 2 1
PartTime (7,11) (3,5) (3,5) 2 1

NURSES = 5
P FullTime 2 HeadNurse Nurse
A FullTime 2 HeadNurse Nurse
St PartTime 2 HeadNurse Nurse
S PartTime 1 Nurse
N FullTime 1 Nurse
"""
HISTORY = """HISTORY
0 ward

NURSE_HISTORY
P 0 0 Night 1 4 0
A 0 0 Early 3 3 0
St 0 0 None 0 0 3
S 0 0 Late 1 4 0
N 0 0 None 0 0 1
"""
WEEK = """WEEK_DATA
ward

REQUIREMENTS
Early Nurse (1,2) (1,1) (0,0) (0,1) (1,1) (0,0) (0,0)
Late HeadNurse (1,1) (0,0) (0,0) (0,0) (0,0) (0,0) (1,1)

SHIFT_OFF_REQUESTS = 2
A Any Tue
S Late Sat
"""
LETTERS = {"E": "Early", "L": "Late", "N": "Night", "-": ""}


@pytest.fixture
def ward(tmp_path):
    """A folder with a scenario, its history and a week."""
    (tmp_path / "Sc-ward.txt").write_text(SCENARIO)
    (tmp_path / "H0-ward-0.txt").write_text(HISTORY)
    for number in (0, 1):
        (tmp_path / f"WD-ward-{number}.txt").write_text(WEEK)
    return tmp_path


def roster(text):
    """A roster of one line a person: name, then a letter a day; everybody stands as a nurse."""
    rows = {}
    for line in text.strip().splitlines():
        name, *weeks = line.split()
        shifts = [LETTERS[letter] for letter in "".join(weeks)]
        rows[name] = tuple(Turn(shift, "Nurse") if shift else None for shift in shifts)
    return Roster(rows)


def test_soft_limits_cost_what_the_competitions_validator_says(ward):
    """An answer to n005w4 (history 0, weeks 1-2-3-3) with the validator's table beside it, in
    wssuite/NurseScheduler on GitHub: assignments 320, consecutive 465, days off 330, weekends 210,
    whole weekends 60.
    """
    answer = roster("""
        P  N-EEELL --EELLL -NNNNNN -LLLLNN
        A  LL--LLL NNNNN-L LLL--NN NNN--EE
        St NNNN--- EELL--E NN--EEE NN---LL
        S  ---NNNN N---EEE ELLL--- EEEEE--
        N  EELL-EE LL-LNNN -EEELLL -LLNNNN
    """)
    problem = inrc2.Instance.named("ward_0_0-1-0-1", ward).problem()
    assert check(problem, answer).terms["soft"] == 320 + 465 + 330 + 210 + 60


def test_both_forms_say_the_same(ward):
    scenario, history, weeks = inrc2.Instance.named("ward_0_0-1-0-1", ward).read()
    assert scenario.nurses[3] == inrc2.Nurse("S", "PartTime", ("Nurse",))
    assert weeks[0].needs["Early", "Nurse", 0] == (1, 2)
    assert weeks[0].off == (("A", "", 1), ("S", "Late", 5))
    told = {
        "id": "ward", "numberOfWeeks": 4, "skills": list(scenario.skills),
        "shiftTypes": [
            {"id": shift, "minimumNumberOfConsecutiveAssignments": least,
             "maximumNumberOfConsecutiveAssignments": most}
            for shift, (least, most) in scenario.shifts.items()
        ],
        "forbiddenShiftTypeSuccessions": [
            {"precedingShiftType": shift, "succeedingShiftTypes": sorted(after)}
            for shift, after in scenario.barred.items()
        ],
        "contracts": [
            {"id": one.id, "minimumNumberOfAssignments": one.assignments[0],
             "maximumNumberOfAssignments": one.assignments[1],
             "minimumNumberOfConsecutiveWorkingDays": one.on[0],
             "maximumNumberOfConsecutiveWorkingDays": one.on[1],
             "minimumNumberOfConsecutiveDaysOff": one.off[0],
             "maximumNumberOfConsecutiveDaysOff": one.off[1],
             "maximumNumberOfWorkingWeekends": one.weekends,
             "completeWeekends": int(one.whole_weekends)}
            for one in scenario.contracts.values()
        ],
        "nurses": [
            {"id": nurse.id, "contract": nurse.contract, "skills": list(nurse.skills)}
            for nurse in scenario.nurses
        ],
    }  # fmt: skip
    path = ward / "ward.json"
    path.write_text(json.dumps(told))
    assert inrc2.read_scenario(path) == scenario
    written = inrc2.write_history(history, scenario, ward / "H1.json", as_json=True)
    assert inrc2.read_history(written, scenario) == history
    written = inrc2.write_history(history, scenario, ward / "H1.txt")
    assert written.read_text() == HISTORY
    assert inrc2.read_history(written, scenario) == history


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("Sc-ward.txt", "WEEKS = 4", "WEEKS = 0", "at least one week"),
        ("Sc-ward.txt", "SKILLS = 2", "SKILLS = two", "line 5: SKILLS must be a whole number"),
        ("Sc-ward.txt", "Late (2,3)", "Late 2", "line 11: (least,most) expected"),
        ("Sc-ward.txt", "(15,22)", "(22,15)", "line 20: FullTime: from 22 to 15"),
        ("Sc-ward.txt", "N FullTime 1 Nurse\n", "", "line 28: the file ends"),
        ("Sc-ward.txt", "N FullTime 1", "N Nights 1", "there is no contract 'Nights'"),
        ("Sc-ward.txt", "N FullTime 1", "S FullTime 1", "S: the nurse is there twice"),
        ("H0-ward-0.txt", "0 ward", "0 other", "line 2: belongs to 'other'"),
        ("H0-ward-0.txt", "Night 1 4 0", "Night 5 4 0", "line 5: after Night"),
        ("H0-ward-0.txt", "N 0 0 None 0 0 1\n", "", "N: has no history"),
        ("WD-ward-0.txt", "Sat", "Someday", "line 10: there is no day 'Someday'"),
        ("WD-ward-0.txt", "Early Nurse", "Early Cook", "there is no skill 'Cook'"),
        ("WD-ward-0.txt", "(1,2) (1,1)", "(1,2)", "line 5: 9 words expected, 8 found"),
    ],
)
def test_a_broken_file_is_named_with_its_line(ward, file, old, new, told):
    path = ward / file
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ProblemError) as error:
        inrc2.Instance.named("ward_0_0-1-0-1", ward).problem()
    assert str(error.value).startswith(file)
    assert told in str(error.value)


def test_a_broken_json_file_is_named_with_its_place(tmp_path):
    path = tmp_path / "Sc.json"
    path.write_text('{"id": "ward", "shiftTypes": [{"id": "Early"}]}')
    with pytest.raises(ProblemError, match=r"shiftTypes\[0\]: 'minimumNumberOf"):
        inrc2.read_scenario(path)
    path.write_text('{"id": "ward",\n"shiftTypes": [')
    with pytest.raises(ProblemError, match=r"Sc\.json: line 2: is no JSON"):
        inrc2.read_scenario(path)
    path.write_text('{"id": ' * 100_000)
    with pytest.raises(ProblemError, match=r"Sc\.json: is no JSON of this set"):
        inrc2.read_scenario(path)


def test_a_made_ward_is_planned_stage_by_stage_and_as_a_whole(tmp_path):
    scenario, history, weeks = made(5, 2, seed=3)
    whole = inrc2.problem_of(scenario, history, weeks)
    result = solve(whole, stop=MaxWork(3000) | MaxRuntime(600))
    assert check(whole, result.roster).faults == ()
    assert check(whole, result.roster).cost == pytest.approx(result.cost)
    rows = {nurse.id: () for nurse in scenario.nurses}
    stood = history
    for week in weeks:
        stage = inrc2.stage_of(scenario, stood, week)
        found = solve(stage, stop=MaxWork(1000) | MaxRuntime(600)).roster
        assert found is not None
        assert check(stage, found).faults == ()
        rows = {name: row + found.turns[name] for name, row in rows.items()}
        stood = inrc2.next_history(scenario, stood, found)
    assert check(whole, Roster(rows)).cost >= result.bound - 1e-6
    assert stood == inrc2.next_history(scenario, history, Roster(rows))
    one, two = inrc2.write_solutions(Roster(rows), scenario.id, tmp_path)
    turns = sum(turn is not None for row in rows.values() for turn in row[:7])
    lines = one.read_text().splitlines()
    assert lines[:4] == ["SOLUTION", f"0 {scenario.id}", "", f"ASSIGNMENTS = {turns}"]
    assert len(lines) == 4 + turns
    assert two.name == "sol-week1.txt"


def test_the_bench_finds_the_instances_of_a_folder_and_writes_their_answers(ward):
    (ward / "instances.txt").write_text("ward_0_0-1-0-1\n")
    path = CONTEST.instances(ward)["ward_0_0-1-0-1"]
    problem = CONTEST.load(path)
    assert problem.days == 28
    off = Roster({person.id: (None,) * 28 for person in problem.people})
    assert "at least 1" in CONTEST.check(problem, off).faults[0]
    written = CONTEST.write(problem, off, ward / "answers" / "ward_0_0-1-0-1.qixin")
    assert len(list(written.glob("sol-week*.txt"))) == 4


def test_without_a_list_each_history_comes_with_the_first_weeks(ward):
    for number in (2, 3, 7):
        (ward / f"WD-ward-{number}.txt").write_text(WEEK)
    assert list(inrc2.instances(ward)) == ["ward_0_0-1-2-3"]
