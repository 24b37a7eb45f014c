"""A text message gateway for tests: keeps what it was asked to send."""

import re

from qixin.people.sms import NotSent

NAME = "tests.people.gateways.KeepingGateway"
DOWN = "tests.people.gateways.DeadGateway"


class KeepingGateway:
    shows_codes = False
    sent: list[tuple[str, str]] = []

    def send(self, *, phone, text):
        self.sent.append((phone, text))


class DeadGateway:
    shows_codes = False

    def send(self, *, phone, text):
        raise NotSent("down")


def last_code():
    return re.search(r"\d{6}", KeepingGateway.sent[-1][1]).group()
