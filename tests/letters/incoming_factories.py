"""Letters that came in, for tests, made the way people make them."""

import uuid

from qixin.core import clock
from qixin.letters import actions
from qixin.letters.actions import CameIn
from qixin.letters.enums import IncomingKind, IncomingState
from qixin.letters.models import Incoming
from qixin.people.enums import Role
from tests.letters.factories import make_addressee, make_sent, make_text
from tests.people.factories import make_unit, make_user


def came_in(**given) -> CameIn:
    usual = {
        "subject": "关于商请协助提供防护服的函",
        "kind": IncomingKind.ASKS,
        "received_on": clock.today(),
        "text": "盼予支持。",
    }
    if "sender" not in given:
        usual["sender"] = make_addressee()
    return CameIn(**usual | given)


def make_incoming(*, desk=None, by=None, files=(), key=None, **given) -> Incoming:
    desk = desk or make_unit()
    return actions.register(
        desk=desk, given=came_in(**given), by=by or make_user(Role.OFFICER, unit=desk),
        key=key or uuid.uuid4(), files=files,
    )  # fmt: skip


def answer_with(incoming, by):
    """A letter of ours in answer, drafted by `by` and brought to its recipients by others."""
    text = make_text(recipients=[incoming.sender], answers=incoming)
    letter = actions.draft(unit=incoming.unit, text=text, by=by)
    commander = make_user(Role.COMMANDER)
    actions.submit(letter=letter, by=by)
    actions.check(letter=letter, by=make_user(Role.COMMANDER))
    actions.sign(letter=letter, by=commander)
    return actions.send(letter=letter, by=by)


def copy_to(incoming):
    """A copy of a letter of ours that the sender has."""
    return make_sent(unit=incoming.unit, recipients=[incoming.sender]).recipients.get()


def incoming_in(state, *, desk=None) -> Incoming:
    incoming = make_incoming(desk=desk)
    by = make_user(Role.COMMANDER)
    if state == IncomingState.ASSIGNED:
        actions.assign(incoming=incoming, unit=incoming.unit, working_days=3, by=by)
    elif state == IncomingState.ANSWERED:
        answer_with(incoming, by)
    elif state == IncomingState.MATCHED:
        actions.match(incoming=incoming, recipient=copy_to(incoming), by=by)
    elif state == IncomingState.FILED:
        actions.file_away(incoming=incoming, reason="仅供知悉", by=by)
    return Incoming.objects.select_related("unit", "desk", "sender").get(pk=incoming.pk)
