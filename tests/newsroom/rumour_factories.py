"""Rumours and their answers for tests, made by the verbs that people use."""

import itertools
import uuid
from datetime import timedelta

from qixin.core import clock
from qixin.newsroom.actions import answers, rumours
from qixin.newsroom.actions.answers import Wording
from qixin.newsroom.actions.rumours import Found, Seen
from qixin.newsroom.enums import AnswerState, RumourState
from qixin.newsroom.models import Answer, Rumour
from qixin.people.enums import Role
from tests.newsroom.factories import make_editor

_serial = itertools.count(1)
WHY = "没有进一步的线索"


def seen(*, hours_ago=1, **fields):
    fields.setdefault("channel", "group")
    return Seen(seen_at=clock.now() - timedelta(hours=hours_ago), **fields)


def make_rumour(claim="今晚全区封路，超市明天关门", *, by=None, key=None, **fields) -> Rumour:
    return rumours.open_rumour(
        claim=claim, seen=seen(**fields), client_key=key or uuid.uuid4(), by=by or make_editor()
    )


def sight(rumour, *, by=None, **fields) -> Rumour:
    return rumours.see(
        rumour=rumour, seen=seen(**fields), client_key=uuid.uuid4(), by=by or rumour.opened_by
    )


def found(**fields):
    fields.setdefault("text", "未接到任何封路通知，主要道路照常通行。")
    return Found(
        kind=fields.pop("kind", "call"), source=fields.pop("source", "区交警大队值班室"),
        dated=fields.pop("dated", None) or clock.today(), **fields,
    )  # fmt: skip


def words(**fields):
    return Wording(
        verdict=fields.pop("verdict", "false"),
        claim=fields.pop("claim", "今晚全区封路，超市明天关门"),
        text=fields.pop("text", "道路照常通行，超市照常营业，货源充足。"),
        sources=fields.pop("sources", "区公安分局交警大队，2月3日"),
        **fields,
    )


def propose(rumour, *, by=None, **fields) -> Answer:
    return answers.propose(rumour=rumour, wording=words(**fields), by=by or make_editor())


def publish(answer, *, by=None) -> Answer:
    by = by or make_editor(Role.REVIEWER)
    return answers.publish(answer=answers.verify(answer=answer, by=by), by=by)


def make_answered(claim="今晚全区封路，超市明天关门", **fields) -> Answer:
    """A rumour whose answer stands in public."""
    return publish(propose(make_rumour(claim), claim=claim, **fields))


def bring_rumour_to(state, *, claim="今晚全区封路，超市明天关门") -> Rumour:
    """Along the roads that are drawn."""
    if state in (RumourState.ANSWERED, RumourState.WITHDRAWN):
        answer = make_answered(claim)
        if state == RumourState.WITHDRAWN:
            withdraw(answer)
        return Rumour.objects.get(pk=answer.rumour_id)
    rumour = make_rumour(claim)
    if state == RumourState.FILED:
        rumours.file_rumour(rumour=rumour, reason=WHY, by=rumour.opened_by)
    return Rumour.objects.get(pk=rumour.pk)


def withdraw(answer, *, by=None) -> Answer:
    return answers.withdraw(answer=answer, reason=WHY, by=by or make_editor(Role.REVIEWER))


def bring_answer_to(state, *, author=None) -> Answer:
    """Along the roads that are drawn; `author` wrote it."""
    answer, second = propose(make_rumour(), by=author), make_editor(Role.REVIEWER)
    if state == AnswerState.RETURNED:
        answers.send_back(answer=answer, reason=WHY, by=second)
    elif state != AnswerState.PROPOSED:
        answers.verify(answer=answer, by=second)
        if state != AnswerState.VERIFIED:
            answers.publish(answer=answer, by=second)
        if state == AnswerState.SUPERSEDED:
            publish(propose(answer.rumour, text="个别路段限行。", notice="补充限行路段"))
        elif state == AnswerState.WITHDRAWN:
            withdraw(answer)
    return Answer.objects.get(pk=answer.pk)
