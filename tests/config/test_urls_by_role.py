"""Every address, visited as everybody, is what the tables say, and shows no number of others."""

import gc
import logging
from collections import defaultdict
from itertools import compress

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Max

from qixin.core.models import Entry
from qixin.people.enums import Role
from tests.config import tables
from tests.config.addresses import BACK_OFFICE, Visitor, address, meaning, routes
from tests.config.world import (
    PLANTED,
    ROLES,
    World,
    back_office,
    body_for,
    json_for,
    kwargs_for,
    make_world,
    photo_bytes,
    query_for,
)
from tests.people.factories import make_user

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files that it makes small pictures of to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
WORKBENCH = "/w/"
ANONYMOUS = "anonymous"
EVERYBODY = (ANONYMOUS, *ROLES)
# The back office asks for its groups, and those follow from the roles.
IN_GROUPS = (ANONYMOUS, Role.OFFICER, Role.EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR, "superuser")
# Who may what is no matter of the database: SQLite is asked by everybody, and PostgreSQL shows each
# page to those who see most of it.
SEE_MOST = {Role.ADMINISTRATOR, Role.COMMANDER, Role.CHIEF_EDITOR, Role.CORRESPONDENT, "superuser"}
SAME_GROUPS = (
    set(ROLES) - {Role.TRIAGE_EDITOR, Role.EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR}
    - {Role.ADMINISTRATOR},
    {Role.TRIAGE_EDITOR, Role.EDITOR},
    {Role.REVIEWER},
    {Role.CHIEF_EDITOR},
)  # fmt: skip
# The back office's words and signs, its entrance, and pages that it does not offer.
WITHOUT_SIGN_IN = {
    "/newsroom/jsi18n/",
    "/newsroom/login/",
    "/newsroom/sprite/",
    "/newsroom/password_reset/",
    "/newsroom/password_reset/done/",
    "/newsroom/password_reset/confirm/<uidb64>/<token>/",
    "/newsroom/password_reset/complete/",
}
# What may be sent without the token of a form: it takes no session, only the key of a system.
KEYED = ("/open311/", "/api/intake/", "/api/v1/", "/live/calls/")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Thousands of visits: no log of each refusal, no copies of what each template was given."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
    gc.collect()


@pytest.fixture
def world(tmp_path, settings):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    made = make_world()
    made.users["superuser"] = make_user(is_superuser=True)
    return made


class Sweep:
    """What was seen on the way: a word for each column, who saw a number, what wrote a line."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.words: dict[str, list[str]] = defaultdict(list)
        self.shown: dict[str, set[str]] = defaultdict(set)
        self.told: dict[str, set[str]] = defaultdict(set)
        self.mark = Entry.objects.aggregate(last=Max("pk"))["last"]
        self.columns: list[bool] = []
        self.visitors: set[str] = set()

    def all(
        self, who: tuple, where: list[str], methods: tuple[str, ...], *, everywhere: bool = False
    ) -> None:
        """`everywhere`: on PostgreSQL as well each of `who`, not those alone who see most."""
        each = everywhere or connection.vendor == "sqlite"
        self.columns = [each or one in SEE_MOST for one in who]
        self.visitors = set(compress(who, self.columns))
        for one in compress(who, self.columns):
            visitor = Visitor(self.world.users.get(one))
            for route in where:
                for method in methods:
                    self._visit(visitor, one, method, route)

    def _visit(self, visitor: Visitor, who: str, method: str, route: str) -> None:
        key = f"{method} {route}"
        response = visitor.visit(
            method,
            self._address(who, method, route),
            look=lambda _answer: self._read_journal(key),
            **(self._sent(who, route) if method == "POST" else {}),
        )
        asked = response.wsgi_request.path
        self.words[key].append(meaning(response, signed_in=visitor.signed_in, asked=asked))
        if any(number.encode() in response.body for number in PLANTED):
            self.shown[key].add(who)

    def _address(self, who: str, method: str, route: str) -> str:
        if route.startswith(BACK_OFFICE):
            return address(route, back_office(self.world, route))
        query = query_for(self.world, route) if method == "GET" else ""
        return address(route, kwargs_for(self.world, who, route)) + query

    def _sent(self, who: str, route: str) -> dict:
        if route.endswith("<uuid:attachment_key>/"):
            return {"data": photo_bytes(), "content_type": "image/jpeg"}
        if (json := json_for(self.world, route)) is not None:
            return {"data": json}
        return {"form": body_for(self.world, who, route)}

    def _read_journal(self, key: str) -> None:
        verbs = Entry.objects.filter(pk__gt=self.mark).values_list("verb", flat=True)
        self.told[key] |= set(verbs)


def check_numbers(sweep: Sweep) -> None:
    """Numbers are shown where the table says, to whom it says, and with the line it says."""
    expected = tables.read_lists("numbers_in_full.txt")
    assert set(sweep.shown) <= set(expected), "shows numbers: " + str(
        {key: sorted(who) for key, who in sweep.shown.items() if key not in expected}
    )
    for key, (verb, *who) in expected.items():
        if key in sweep.words:
            seen = meant(sweep, who)
            assert sweep.shown[key] == seen, key
            if seen and verb != "-":
                assert verb in sweep.told[key], f"{key} leaves no line {verb}"


def meant(sweep: Sweep, who: list[str]) -> set[str]:
    return sweep.visitors & (set(EVERYBODY) if who == ["all"] else set(who))


def check_words(sweep: Sweep, table: str) -> None:
    expected = {
        key: list(compress(words, sweep.columns))
        for key, words in tables.read(table, len(sweep.columns)).items()
        if _section(key) in {_section(seen) for seen in sweep.words}
    }
    assert tables.difference(expected, sweep.words) == ""


def _section(key: str) -> bool:
    return key.split()[1].startswith(WORKBENCH)


def check_that_reading_writes_nothing(sweep: Sweep) -> None:
    """But a line that somebody looked at what others may not see."""
    written = {key: verbs for key, verbs in sweep.told.items() if verbs and key.startswith("GET")}
    assert written == {
        key: {verb}
        for key, (verb, *who) in tables.read_lists("numbers_in_full.txt").items()
        if key.startswith("GET") and verb != "-" and key in sweep.told and meant(sweep, who)
    }


def test_the_workbench_is_for_whom_the_table_says(world):
    sweep = Sweep(world)
    workbench = [route for route in routes() if route.startswith(WORKBENCH)]
    sweep.all(EVERYBODY, workbench, ("GET", "POST"))
    check_words(sweep, "urls_by_role.txt")
    check_numbers(sweep)
    check_that_reading_writes_nothing(sweep)


def test_what_lies_outside_the_workbench_is_for_whom_the_table_says(world):
    sweep = Sweep(world)
    outside = [route for route in routes() if not route.startswith((WORKBENCH, BACK_OFFICE))]
    sweep.all(EVERYBODY, outside, ("GET", "POST"))
    check_words(sweep, "urls_by_role.txt")
    check_numbers(sweep)
    check_that_reading_writes_nothing(sweep)


def test_the_back_office_is_for_whom_the_table_says(world):
    sweep = Sweep(world)
    sweep.all(IN_GROUPS, [one for one in routes() if one.startswith(BACK_OFFICE)], ("GET",))
    check_words(sweep, "back_office_by_role.txt")
    check_numbers(sweep)
    check_that_reading_writes_nothing(sweep)


def test_the_back_office_takes_writes_from_nobody_without_its_groups(world):
    sweep = Sweep(world)
    back = [one for one in routes() if one.startswith(BACK_OFFICE)]
    sweep.all((ANONYMOUS, Role.OFFICER), back, ("POST",), everywhere=True)
    taken = {key for key, words in sweep.words.items() if words != ["in", "no"]}
    assert taken == {f"POST {route}" for route in WITHOUT_SIGN_IN}
    assert not any(sweep.told.values())


@pytest.mark.parametrize("alike", SAME_GROUPS, ids=lambda roles: sorted(roles)[0])
def test_roles_that_share_a_column_of_the_back_office_are_in_the_same_groups(world, alike):
    held = {role: set(world.users[role].groups.values_list("name", flat=True)) for role in alike}
    assert len(set(map(frozenset, held.values()))) == 1, held


def test_an_administrator_may_do_no_less_in_the_back_office_than_the_chief_editor(world):
    chief, admin = (world.users[role] for role in (Role.CHIEF_EDITOR, Role.ADMINISTRATOR))
    names = {user: set(user.groups.values_list("name", flat=True)) for user in (chief, admin)}
    assert "newsroom.manage" in names[chief] & names[admin]
    assert names[admin] <= names[chief]


def test_nothing_is_taken_without_the_forms_token(world):
    """A page elsewhere can send a form with a session's cookie, but knows no token."""
    visitor = Visitor(world.users[Role.ADMINISTRATOR], enforce_csrf_checks=True)
    taken = {}
    for route in routes():
        back = route.startswith(BACK_OFFICE)
        values = back_office(world, route) if back else kwargs_for(world, ANONYMOUS, route)
        json = json_for(world, route)
        sent = {"data": json} if json is not None else {"form": body_for(world, ANONYMOUS, route)}
        taken[route] = visitor.visit("POST", address(route, values), **sent).status_code
    without = {route: status for route, status in taken.items() if status != 403}
    assert all(route.startswith(KEYED) for route in without), without
    # what the keyed interfaces say to a session without a token: that they take no POST there
    assert set(without.values()) <= {200, 404, 405}, without


def test_what_can_be_read_can_be_asked_for_without_its_body(world):
    """RFC 9110, 9.1: who takes GET takes HEAD; monitors and link checkers ask that way."""
    visitor, refused = Visitor(), {}
    for route in routes():
        if route.startswith((BACK_OFFICE, "/api/", "/open311/")):
            continue
        to = address(route, kwargs_for(world, ANONYMOUS, route)) + query_for(world, route)
        if visitor.visit("GET", to).status_code < 300:
            asked = visitor.client.head(to).status_code
            if asked >= 300:
                refused[route] = asked
    assert not refused
