import json

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory

from qixin.ui.http import add_toast, back_to, by_htmx, go


def request(path="/", **headers):
    made = RequestFactory().get(path, headers=headers)
    made._messages = CookieStorage(made)
    return made


def test_a_browser_is_redirected():
    answer = go(request(), "ui:offline")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/offline/")


def test_htmx_is_told_to_go():
    answer = go(request(**{"HX-Request": "true"}), "ui:offline")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/offline/")


def test_what_is_said_waits_for_the_next_page():
    asked = request()
    go(asked, "ui:offline", said="已提交", tone="danger")
    assert [(str(m), m.level_tag) for m in get_messages(asked)] == [("已提交", "error")]


def test_toasts_add_up():
    answer = add_toast(add_toast(HttpResponse(), "一"), "二", tone="warning")
    messages = json.loads(answer.headers["HX-Trigger"])["qixin:toast"]["messages"]
    assert [m["text"] for m in messages] == ["一", "二"]


def test_a_boosted_link_wants_a_whole_page():
    assert not by_htmx(request(**{"HX-Request": "true", "HX-Boosted": "true"}))


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/w/reports/", "/w/reports/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("", "/"),
    ],
)
def test_one_is_sent_back_only_to_our_own_pages(wanted, given):
    assert back_to(RequestFactory().get("/", {"next": wanted}), "/") == given
