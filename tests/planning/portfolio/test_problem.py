"""A problem that contradicts itself is refused, and the item named."""

import math

import pytest

from qixin.planning.errors import NumbersMissing, ProblemError
from qixin.planning.portfolio import (
    Activity,
    Budget,
    Calendar,
    Factor,
    Milestone,
    Mode,
    Params,
    Parcel,
    Prices,
    Problem,
    Project,
    Started,
    Step,
)
from tests.planning.portfolio.small import single

ONE = single("a", 1)


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Problem(()), "empty problem"),
        (lambda: Problem((ONE, ONE)), "activity a"),
        (lambda: Problem((single("a", 1, ("b",)), single("b", 1, ("a",)))), "activity"),
        (lambda: Problem((single("a", 1, ("a",)),)), "activity a"),
        (lambda: Problem((single("a", 1, ("b",)),)), "activity a"),
        (lambda: Problem((single("a", 1, crew=1),)), "activity a"),
        (lambda: Problem((single("a", -1),)), "activity a"),
        (lambda: Problem((single("a", 1, crew=-1),), (Factor("crew", 1),)), "activity a"),
        (lambda: Problem((Activity("a", (Mode(1, {}, {"m": 1}),)),)), "activity a"),
        (lambda: Problem((Activity("a", (Mode(1),), project="p"),)), "activity a"),
        (lambda: Problem((Activity("a", (Mode(1),), calendar="c"),)), "activity a"),
        (lambda: Problem((ONE,), (Factor("f", 1), Factor("f", 2))), "factor f"),
        (lambda: Problem((ONE,), horizon=0), "problem"),
        (lambda: Problem((ONE,), milestones=(Milestone("m", "b", 3),)), "milestone m"),
        (
            lambda: Problem(
                (Activity("a", (Mode(1),), release=5),), milestones=(Milestone("m", "a", 3),)
            ),
            "milestone m",
        ),
        (lambda: Activity("a", (Mode(1),), release=5, deadline=3), "activity a"),
        (lambda: Activity("a", ()), "activity a"),
        (lambda: Activity("a", (Mode(1),), started=Started(0, 1)), "activity a"),
        (
            lambda: Problem(
                (Activity("a", (Mode(1),), project="p", on_land=True),), projects=(Project("p"),)
            ),
            "activity a",
        ),
        (lambda: Factor("f", 0), "factor f"),
        (lambda: Factor("f", -1), "factor f"),
        (lambda: Factor("f", (Step(3, 1), Step(3, 2))), "factor f"),
        (lambda: Factor("", 1), "factor"),
        (lambda: Budget("m", ()), "budget m"),
        (lambda: Parcel("x", 0), "parcel x"),
        (lambda: Calendar("c", ((3, 3),)), "calendar c"),
        (lambda: Calendar("c", ((3, 5), (4, 6))), "calendar c"),
        (lambda: Project("p", land=-1), "project p"),
        (lambda: Prices(lateness=-1), "prices"),
    ],
)
def test_what_contradicts_itself_is_refused_by_name(make, named):
    with pytest.raises(ProblemError) as refused:
        make()
    assert named in refused.value.item


@pytest.mark.parametrize("amount", [math.nan, 1.5, None, "3", True])
def test_a_figure_that_is_no_whole_number_is_refused(amount):
    with pytest.raises(NumbersMissing):
        Factor("f", amount)


def test_parameters_check_themselves():
    with pytest.raises(ValueError, match="members"):
        Params(members=0)
    with pytest.raises(ValueError, match="proof_share"):
        Params(proof_share=2.0)
