"""The interface of checkpoints: what their software fetches, and what it sends."""

import base64
import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from qixin.core import clock
from qixin.core.models import Entry
from qixin.passes import actions, selectors
from qixin.passes.api import PASSAGE_RATES
from qixin.passes.models import Passage
from qixin.passes.tokens import read_delta
from qixin.people.enums import Role
from tests.passes.factories import make_pass
from tests.people.factories import make_unit, make_user
from tests.reports.open311.factories import make_key as make_api_key

pytestmark = pytest.mark.django_db
TRUST, PASSAGES = "/api/v1/passes/trust", "/api/v1/passes/passages"


@pytest.fixture(autouse=True)
def fresh_rates():
    cache.clear()


@pytest.fixture
def key():
    return make_api_key("passes.check")


@pytest.fixture
def system(key):
    return checkpoint(key[1])


def checkpoint(secret):
    return Client(headers={"X-API-Key": secret, "Accept-Language": "en"})


def row(one, **given):
    usual = {
        "id": "3-000017", "number": one.number, "plate": one.plate,
        "at": clock.now().isoformat(), "post": "高速口卡点", "direction": "in", "verdict": "valid",
    }  # fmt: skip
    return usual | given


def send(system, *rows):
    return system.post(PASSAGES, json.dumps({"items": rows}), content_type="application/json")


def outcomes(answer):
    return [one["outcome"] for one in answer.json()["items"]]


def test_a_system_reads_the_signed_list_and_goes_on_from_its_version(system):
    first, second = make_pass(), make_pass(plate="冀A00013")
    actions.revoke(asked=first, reason="车辆信息有误", by=make_user(Role.COMMANDER))
    told = system.get(TRUST).json()
    assert [one["kid"] for one in told["keys"]] == [first.key.kid]
    keys, issuer = selectors.trust().keys, selectors.issuer()
    whole = read_delta(base64.b64decode(told["list"]), keys=keys, issuer=issuer)
    assert set(whole.revoked) == {first.number}
    actions.revoke(asked=second, reason="车辆信息有误", by=make_user(Role.COMMANDER))
    told = system.get(TRUST, {"after": whole.version}).json()
    delta = read_delta(base64.b64decode(told["list"]), keys=keys, issuer=issuer)
    assert (delta.after, set(delta.revoked)) == (whole.version, {second.number})


def test_no_private_key_and_no_driver_goes_out(system):
    make_pass()
    said = str(system.get(TRUST).json())
    assert "PRIVATE" not in said
    assert "19900007654" not in said


def test_before_there_is_a_key_there_is_nothing_to_trust(system):
    told = system.get(TRUST).json()
    assert (told["keys"], told["list"]) == ([], "")


@pytest.mark.parametrize("after", ["x", "-1", "1.5", str(2**31), "9" * 30])
def test_a_version_that_cannot_be_is_a_problem_and_no_stumble(system, after):
    assert system.get(TRUST, {"after": after}).status_code == 422


def test_sent_twice_it_is_stored_once_and_told_apart(system, key):
    one = make_pass()
    sent = row(one)
    answers = [send(system, sent, sent), send(system, sent)]
    assert [outcomes(one) for one in answers] == [["stored", "known"], ["known"]]
    assert (answers[0].json()["stored"], answers[0].json()["known"]) == (1, 1)
    passage = Passage.objects.get()
    assert (passage.issued, passage.system, passage.guard) == (one, key[0], None)
    line = Entry.objects.get(verb="passes.passed")
    assert (line.actor_kind, line.actor_id) == ("api", key[0].pk)


def test_the_same_id_with_other_contents_is_refused_and_changes_nothing(system):
    one = make_pass()
    sent = row(one)
    send(system, sent)
    answer = send(system, {**sent, "direction": "out"})
    assert outcomes(answer) == ["refused"]
    assert "another passage" in answer.json()["items"][0]["detail"]
    assert Passage.objects.get().direction == "in"


def test_two_systems_may_give_the_same_id(system):
    one = make_pass()
    other = checkpoint(make_api_key("passes.check")[1])
    assert outcomes(send(system, row(one))) == ["stored"]
    assert outcomes(send(other, row(one, direction="out"))) == ["stored"]
    assert Passage.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"id": " "}, "id of yours"),
        ({"id": "a\0b"}, "id of yours"),
        ({"number": ""}, "Which pass"),
        ({"plate": "鲁С12345"}, "Cyrillic"),
        ({"plate": "鲁CO2345"}, "digit 0"),
        ({"at": "yesterday"}, "zone"),
        ({"at": "2020-02-03T08:00:00"}, "zone"),
        ({"at": "0001-01-01T00:00:00+23:59"}, "zone"),
        ({"at": (clock.now() + timedelta(days=400)).isoformat()}, "future"),
        ({"at": "2001-02-03T08:00:00+08:00"}, "year back"),
        ({"post": " \0"}, "which post"),
        ({"post": "卡" * 61}, "60 characters"),
        ({"direction": "up"}, "turned_back"),
        ({"verdict": "perhaps"}, "list_too_old"),
    ],
)  # fmt: skip
def test_a_wrong_row_comes_back_with_its_reason_and_the_others_go_in(system, given, said):
    one = make_pass()
    answer = send(system, row(one, id="1"), row(one, id="2", **given) if "id" not in given
                  else row(one, **given), row(one, id="3"))  # fmt: skip
    assert answer.status_code == 200, answer.content
    assert outcomes(answer) == ["stored", "refused", "stored"]
    assert said in answer.json()["items"][1]["detail"]
    assert Passage.objects.count() == 2


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"items": []}', '{"items": "x"}', '{"items": [null]}',
     '{"items": [{"id": 5}]}', "\0", '{"items": [{}]}', "[" * 2000],
)  # fmt: skip
def test_a_body_of_another_shape_is_a_problem_and_no_stumble(system, body):
    answer = system.post(PASSAGES, body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_more_than_a_batch_is_not_taken(system):
    one = make_pass()
    assert send(system, *(row(one, id=str(n)) for n in range(201))).status_code == 422
    assert not Passage.objects.exists()


def test_a_number_that_nobody_issued_is_kept_as_it_was_noted(system):
    answer = send(system, row(make_pass(), number="P200203-7KQ4MXA", verdict="wrong_signature"))
    assert outcomes(answer) == ["stored"]
    assert Passage.objects.get().issued is None


@pytest.mark.parametrize("secret", ["", "qx_nobody_x", "x"])
def test_a_key_that_is_none_opens_nothing(secret):
    stranger = checkpoint(secret)
    assert stranger.get(TRUST).status_code == 401
    assert send(stranger, row(make_pass())).status_code == 401


def test_a_key_for_something_else_is_refused():
    other = checkpoint(make_api_key("reports.read", "reports.send")[1])
    assert other.get(TRUST).status_code == 403
    assert send(other, row(make_pass())).status_code == 403
    assert not Passage.objects.exists()


def test_a_guard_may_use_it_signed_in_and_an_editor_may_not():
    one = make_pass()
    for role, status in ((Role.MEMBER, 200), (Role.EDITOR, 403)):
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(make_user(role, unit=make_unit()))
        assert send(client, row(one)).status_code == status
    assert Passage.objects.get().system is None


def test_a_system_that_never_stops_is_braked(system):
    one = make_pass()
    for _time in range(PASSAGE_RATES[0].times):
        send(system, row(one))
    answer = send(system, row(one))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_what_a_system_noted_stands_under_its_name_in_the_list(system, key):
    one = make_pass()
    send(system, row(one))
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_user(Role.COMMANDER))
    assert key[0].name in client.get("/w/passes/passages/").content.decode()
