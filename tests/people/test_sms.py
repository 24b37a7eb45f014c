"""Codes by text message, over a real provider: what it is sent, and how it fails."""

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse

from qixin.people.enums import Role
from qixin.people.sms.http import FORM, HttpGateway
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db
CODES = reverse("account_request_login_code")


class Hasty(HttpGateway):
    """Does not let a test wait."""

    seconds = 0.5


class Provider(ThreadingHTTPServer):
    """Keeps what it is sent, and answers as told."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.sent, self.answer, self.may_go_on = [], (200, b'{"Code": "OK"}'), Event()
        self.may_go_on.set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/send"


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.sent.append((self.path, dict(self.headers), body.decode()))
        self.server.may_go_on.wait(10)
        status, said = self.server.answer
        if status is None:
            self.wfile.write(said)
            return
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def do_GET(self):
        self.server.sent.append((self.path, dict(self.headers), ""))
        self.send_response(200)
        self.send_header("Content-Length", "14")
        self.end_headers()
        self.wfile.write(b'{"Code": "OK"}')

    def log_message(self, *args):
        pass


@pytest.fixture
def provider(settings):
    server = Provider()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    settings.QIXIN_SMS_GATEWAY = f"{__name__}.Hasty"
    settings.QIXIN_SMS_URL = server.url
    settings.QIXIN_SMS_TYPE = "application/json"
    settings.QIXIN_SMS_BODY = '{"to": "{phone}", "text": "{text}"}'
    settings.QIXIN_SMS_HEADERS = {"Authorization": "Bearer of-good-news"}
    settings.QIXIN_SMS_ACCEPTED = '"Code":"OK"'
    yield server
    server.may_go_on.set()
    server.shutdown()
    thread.join()
    server.server_close()


def code_in(text):
    return re.search(r"\d{6}", text.replace(PHONE, "")).group()


PHONE = "19900007777"


@pytest.fixture
def user():
    user = make_user(Role.CORRESPONDENT)
    user.person.set_phone(PHONE)
    user.person.save()
    return user


def test_the_provider_gets_number_and_sentence_and_the_code_opens_the_account(
    client, provider, user
):
    answer = client.post(CODES, {"phone": PHONE})
    assert answer.url == reverse("account_confirm_login_code")
    [(path, headers, body)] = provider.sent
    assert (path, headers["Authorization"]) == ("/send", "Bearer of-good-news")
    told = json.loads(body)
    assert told["to"].endswith(PHONE)
    assert "请勿告知他人" in told["text"]
    assert code_in(told["text"]) not in client.get(answer.url).content.decode()
    client.post(answer.url, {"code": code_in(told["text"])})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_provider_that_wants_a_form_gets_one(client, provider, user, settings):
    settings.QIXIN_SMS_TYPE = FORM
    settings.QIXIN_SMS_BODY = "mobile={phone}&content={text}&key=a"
    client.post(CODES, {"phone": PHONE})
    [(_path, headers, body)] = provider.sent
    assert headers["Content-Type"] == FORM
    told = parse_qs(body, strict_parsing=True)
    assert set(told) == {"mobile", "content", "key"}
    assert code_in(told["content"][0])


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"out of order"),
        (200, '{"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发限流"}'.encode()),
        (302, b""),
        (None, b"this is no HTTP\r\n\r\n"),
    ],
    ids=["error", "refused with 200", "sent elsewhere", "no HTTP"],
)
def test_what_the_provider_did_not_take_is_said_and_leaves_no_trace_in_the_log(
    client, provider, user, answer, caplog, capfd
):
    provider.answer = answer
    caplog.set_level("DEBUG")
    page = client.post(CODES, {"phone": PHONE})
    assert page.status_code == 503
    assert "验证码暂时无法发送" in page.content.decode()
    code = code_in(provider.sent[0][2])
    logged = caplog.text + "".join(capfd.readouterr())
    assert code not in logged
    assert PHONE not in logged
    assert len(provider.sent) == 1


def test_a_provider_that_does_not_answer_is_not_waited_for(client, provider, user):
    provider.may_go_on.clear()
    page = client.post(CODES, {"phone": PHONE})
    assert page.status_code == 503
    assert "验证码暂时无法发送" in page.content.decode()


def test_a_provider_that_is_not_there_is_said(client, provider, user, settings):
    settings.QIXIN_SMS_URL = "http://127.0.0.1:9/send"
    assert client.post(CODES, {"phone": PHONE}).status_code == 503


def test_a_number_that_is_not_ours_costs_no_message_and_looks_the_same(client, provider, user):
    answer = client.post(CODES, {"phone": "19900008888"})
    assert answer.url == reverse("account_confirm_login_code")
    assert provider.sent == []


def test_three_wrong_guesses_end_a_code(client, provider, user):
    client.post(CODES, {"phone": PHONE})
    confirm = reverse("account_confirm_login_code")
    right = code_in(json.loads(provider.sent[0][2])["text"])
    for _guess in range(3):
        client.post(confirm, {"code": "000000" if right != "000000" else "111111"})
    client.post(confirm, {"code": right})
    assert "_auth_user_id" not in client.session


def test_a_number_is_not_sent_one_code_after_another(provider, user):
    answers = [Client().post(CODES, {"phone": PHONE}) for _attempt in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "请稍后再试" in answers[-1].content.decode()
    assert len(provider.sent) == 3
