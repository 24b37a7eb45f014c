"""Whoever answered is forgotten once nobody has to call them any more."""

from datetime import timedelta

import pytest
import time_machine

from qixin.core import clock
from qixin.core.errors import WrongState
from qixin.core.models import Entry
from qixin.letters import actions
from qixin.letters.actions.erasing import ANSWERERS_KEPT
from qixin.letters.models import Reply
from qixin.people.enums import Role
from tests.letters.factories import make_answer, make_recipient
from tests.letters.test_views import page_of, signed_in
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db


def test_name_and_telephone_go_after_the_link_has_ended_and_the_answer_stays():
    recipient = make_recipient()
    reply = make_answer(recipient)
    ends = recipient.expires_at + ANSWERERS_KEPT
    with time_machine.travel(ends - timedelta(hours=1)):
        assert actions.erase_answerers() == 0
    with time_machine.travel(ends + timedelta(hours=1)):
        assert [actions.erase_answerers() for _ in range(2)] == [1, 0]
        shown = page_of(signed_in(make_user(Role.COMMANDER)), "detail", recipient.letter.number)
    held = Reply.objects.get(pk=reply.pk)
    assert (held.answerer_name, held.answerer_phone) == ("", "")
    assert held.text == reply.text
    assert held.text in shown
    assert "复函人信息已清除" in shown
    line = Entry.objects.get(verb="letters.answerer_erased")
    assert (line.actor_kind, line.subject_id) == ("system", recipient.letter_id)
    with pytest.raises(WrongState, match="清除"):
        actions.unmask(reply=held, reason="电话核实", by=make_user(Role.COMMANDER))


def test_a_link_that_was_revoked_long_ago_has_ended_too_and_one_that_was_renewed_has_not():
    by = make_user(Role.COMMANDER)
    revoked, renewed = make_recipient(), make_recipient()
    for one in (revoked, renewed):
        make_answer(one)
    actions.revoke_link(recipient=revoked, reason="发错单位", by=by)
    late = clock.now() + ANSWERERS_KEPT + timedelta(days=1)
    with time_machine.travel(late):
        actions.renew_link(recipient=renewed, by=by)
        assert actions.erase_answerers() == 1
    assert Reply.objects.get(recipient=revoked).answerer_erased_at
    assert Reply.objects.get(recipient=renewed).answerer_erased_at is None
