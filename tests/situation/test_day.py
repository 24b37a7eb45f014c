"""Every figure is the length of the list behind its link, and costs no more with more rows."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qixin.cases.enums import CaseState
from qixin.cases.models import Case
from qixin.core import clock
from qixin.core.coordinates import Coordinate
from qixin.core.errors import Refused
from qixin.people.enums import Role
from qixin.reports.enums import Precision, Urgency
from qixin.reports.models import Report
from qixin.reports.places import Place
from qixin.situation import selectors
from tests.cases.factories import bring_to, make_case
from tests.newsroom.factories import make_published
from tests.people.factories import make_person, make_town, make_user
from tests.reports.factories import make_group, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_busy_day():
    towns = cycle([make_town(), make_town("370305002", "雪宫街道"), None])
    groups = cycle([make_group("甲组"), None, make_group("乙组"), make_group("丙组")])
    # a merged case would bring a second report with it
    states = cycle([None, *(state for state in CaseState if state != CaseState.MERGED)])
    places = cycle([Precision.EXACT, Precision.AREA, Precision.EXACT, Precision.NONE])
    for n in range(40):
        town, precision = next(towns), next(places)
        point = Coordinate(lng=118.3, lat=36.8) if precision == Precision.EXACT else None
        report = make_report(
            f"第{n}条",
            sender=make_person(),
            group=next(groups),
            urgency=Urgency(n % 3),
            place=Place(point, precision, town),
        )
        state = next(states)
        if state is not None:
            bring_to(make_case(report=report), state)
    for pk in Case.objects.filter(state=CaseState.OPENED).values_list("pk", flat=True)[:2]:
        earlier = clock.now() - timedelta(days=2)
        Case.objects.filter(pk=pk).update(opened_at=earlier, due_at=earlier)
    yesterday = list(Report.objects.values_list("pk", flat=True))[::5]
    Report.objects.filter(pk__in=yesterday).update(received_at=clock.now() - timedelta(days=1))
    make_published()
    make_published()


def length_of(client, link):
    """How many entries the list behind a link has."""
    context = client.get(link).context
    if "stories" in context:
        return len(context["stories"])
    if "count" in context:
        return context["count"]
    return context["page"].paginator.count


def all_figures(picture):
    yield from picture.figures
    yield from picture.places
    for row in (*picture.towns, *picture.groups):
        yield from row.figures


@pytest.mark.parametrize("days_ago", [0, 1, 2])
def test_every_figure_is_the_length_of_the_list_behind_it(a_busy_day, days_ago):
    user = make_user(Role.COMMANDER)
    client = Client()
    client.force_login(user)
    day = clock.today() - timedelta(days=days_ago)
    picture = client.get(f"/w/situation/?day={day}").context["picture"]
    figures = list(all_figures(picture))
    assert len(figures) > 30
    for figure in figures:
        assert length_of(client, figure.href) == figure.value, (figure.name, figure.href)


def test_the_figures_of_towns_and_groups_add_up(a_busy_day):
    picture = selectors.picture_of(make_user(Role.COMMANDER), clock.today())
    total = {figure.name: figure.value for figure in picture.figures}
    assert total["reports"] == 32
    assert total["stories"] == 2
    assert total["overdue"] == 2
    for rows in (picture.towns, picture.groups):
        for name in ("reports", "untriaged", "open", "overdue"):
            added = sum(f.value for row in rows for f in row.figures if f.name == name)
            assert added == total[name], name
    assert sum(place.value for place in picture.places) == total["reports"]


def test_a_commander_of_one_town_counts_that_town_alone(a_busy_day):
    town = Report.objects.filter(town__code="370305001").first().town
    user = make_user(Role.COMMANDER, area=town)
    client = Client()
    client.force_login(user)
    picture = client.get("/w/situation/").context["picture"]
    within = Report.objects.filter(town=town, received_at__gte=clock.day_bounds(clock.today())[0])
    assert picture.figures[0].value == within.count()
    for figure in all_figures(picture):
        assert length_of(client, figure.href) == figure.value, (figure.name, figure.href)


def test_the_curve_ends_at_the_totals(a_busy_day):
    picture = selectors.picture_of(make_user(Role.COMMANDER), clock.today())
    total = {figure.name: figure.value for figure in picture.figures}
    ends = [series["values"][-1] for series in picture.curve["series"]]
    assert ends == [total["reports"], total["stories"], total["cases"]]
    assert len(picture.curve["categories"]) == len(picture.curve["series"][0]["values"])


def test_the_map_shows_exact_places_alone(a_busy_day):
    picture = selectors.picture_of(make_user(Role.COMMANDER), clock.today())
    exact = picture.places[0]
    assert exact.name == "exact"
    assert len(picture.map["points"]) == exact.value == picture.shown_points


def _queries(user):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        selectors.picture_of(user, clock.today())
    return len(caught)


def test_more_rows_cost_no_more_queries(a_busy_day):
    user = make_user(Role.COMMANDER)
    selectors.picture_of(user, clock.today())
    before = _queries(user)
    for _n in range(10):
        make_case(report=make_report(sender=make_person()))
    assert _queries(user) == before <= 12


def test_whoever_may_not_see_the_situation_is_refused():
    with pytest.raises(Refused):
        selectors.picture_of(make_user(Role.OFFICER), clock.today())


@pytest.mark.parametrize("day", ["nonsense", "2020-02-31", "1999-01-01"])
def test_a_day_that_is_none_is_refused_with_a_sentence(day):
    client = Client()
    client.force_login(make_user(Role.COMMANDER))
    assert client.get(f"/w/situation/?day={day}").status_code == 400


def test_htmx_gets_the_figures_alone():
    client = Client()
    client.force_login(make_user(Role.COMMANDER))
    page = client.get("/w/situation/", headers={"hx-request": "true"}).content.decode()
    assert 'id="picture"' in page
    assert "<html" not in page
