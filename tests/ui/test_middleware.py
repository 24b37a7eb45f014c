import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.test import RequestFactory

from qixin.core.errors import Conflict, NotFound, Refused, StorageFull, TooLarge, TooMany
from qixin.ui.middleware import ContentPolicy, FriendlyErrors


def answer_to(error, method="get", path="/", data=None, **headers):
    request = getattr(RequestFactory(), method)(path, data or {}, headers=headers)
    request.user = AnonymousUser()
    return FriendlyErrors(lambda request: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(
    ("error", "status"),
    [(Refused("no"), 403), (NotFound("no"), 404), (Conflict("no"), 409), (StorageFull(), 507)],
)
def test_each_error_is_shown_with_its_own_status(error, status):
    assert answer_to(error).status_code == status


def test_the_page_says_the_sentence():
    assert "只有协调员可以确认" in answer_to(Refused("只有协调员可以确认")).content.decode()


def test_a_sentence_is_escaped():
    assert "<script>" not in answer_to(Refused("<script>alert(1)</script>")).content.decode()


def test_a_failed_form_gives_back_what_was_typed():
    page = answer_to(Conflict("x"), "post", data={"text": "写了很久的文字", "id": "7"})
    assert "写了很久的文字" in page.content.decode()


def test_a_failed_form_does_not_give_back_passwords_and_codes():
    typed = {"password": "correct horse", "sms_code": "123456", "csrfmiddlewaretoken": "abcdef"}
    page = answer_to(Refused("x"), "post", data=typed).content.decode()
    assert not any(value in page for value in typed.values())


def test_a_failed_form_does_not_give_back_what_the_page_itself_had_put_into_it():
    typed = {"text": "写了很久的文字", "client_key": "0cde7dea-8692-4b43-9437-688a7a4323d7"}
    page = answer_to(TooMany("x", retry_after=90), "post", data=typed).content.decode()
    assert "写了很久的文字" in page
    assert typed["client_key"] not in page


def test_a_body_that_is_too_large_is_not_read_for_the_text_in_it():
    request = RequestFactory().post("/", {"text": "写了很久的文字"})
    request.user = AnonymousUser()
    answer = FriendlyErrors(lambda r: HttpResponse()).process_exception(request, TooLarge("x"))
    assert answer.status_code == 413
    assert request.read(4), "the body was read"


def test_a_conflict_gives_back_the_text_that_it_kept():
    assert "保留的文字" in answer_to(Conflict("x", kept="保留的文字")).content.decode()


def test_a_full_disk_gives_back_the_text_too():
    page = answer_to(StorageFull(), "post", data={"text": "东门村缺口罩"})
    assert "东门村缺口罩" in page.content.decode()


def test_htmx_gets_a_toast_in_an_ascii_header():
    answer = answer_to(Refused("没有权限"), **{"HX-Request": "true"})
    assert answer.headers["HX-Trigger"].isascii()
    [message] = json.loads(answer.headers["HX-Trigger"])["qixin:toast"]["messages"]
    assert message == {"text": "没有权限", "tone": "danger"}


def test_a_program_gets_json():
    answer = answer_to(NotFound("没有这条上报"), accept="application/json")
    assert json.loads(answer.content) == {"error": "没有这条上报"}


def test_a_rate_limit_says_when_to_come_back():
    assert answer_to(TooMany("x", retry_after=90)).headers["Retry-After"] == "90"


def test_a_request_that_is_too_large_is_said_so():
    assert answer_to(RequestDataTooBig()).status_code == 413


def test_a_defect_is_not_swallowed():
    assert answer_to(ZeroDivisionError()) is None


def policy(path="/w/", **settings_):
    return ContentPolicy(lambda request: HttpResponse())(RequestFactory().get(path)).headers.get(
        "Content-Security-Policy", ""
    )


def test_no_inline_script_is_allowed():
    assert "script-src 'self';" in policy()


def test_the_back_office_has_no_policy_of_ours():
    assert policy("/newsroom/") == ""


def test_live_updates_may_be_fetched_from_their_own_port(settings):
    settings.QIXIN_EVENTS_URL, settings.QIXIN_EVENTS_PORT = "", 8001
    assert "connect-src 'self' http://testserver:8001;" in policy()


def test_map_tiles_may_be_fetched_from_the_servers_named(settings):
    settings.QIXIN_MAP_TILES = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    assert "https://*.tiles.example" in policy()
