"""What readers send in, and call-outs, made the way people make them."""

import uuid
from datetime import timedelta

from qixin.core import clock
from qixin.core.actors import RESIDENT
from qixin.newsroom.actions import calling, showing
from qixin.newsroom.actions.taking_in import Said, send_entry, send_to_desk
from qixin.newsroom.enums.readers import CallState, Showing
from qixin.newsroom.models import CallEntry, CallOut, ReaderMessage
from qixin.people.enums import Role
from qixin.reports.enums import Purpose
from tests.newsroom.factories import make_column, make_editor, make_photo, make_published

WHY = "与报道无关的内容"


def make_message(page=None, *, text="菜送得很及时，谢谢！", may_show=True, name="齐都读者"):
    """A message that waits; under a story of its own unless `page` is given."""
    said = Said(uuid.uuid4(), text, may_show=may_show, shown_name=name)
    received = send_to_desk(page=page or make_published(), purpose=Purpose.MESSAGE, said=said)
    return ReaderMessage.objects.get(report=received.report)


def call_given(section=None, **fields):
    now = clock.now()
    return calling.CallGiven(
        **{
            "section": section or make_column("晒晒我的春节"),
            "title": "征集：我身边的志愿者",
            "asked": "请发来照片和一段话。",
            "terms": "照片由我拍摄，同意在本栏目展示。",
            "opens_at": now - timedelta(hours=1),
            "closes_at": now + timedelta(days=7),
            **fields,
        }
    )


def make_call(section=None, *, state=CallState.OPEN, by=None, **fields) -> CallOut:
    by = by or make_editor(Role.CHIEF_EDITOR)
    call = calling.plan_call(given=call_given(section, **fields), by=by)
    roads = {CallState.DRAFT: [], CallState.OPEN: ["open"], CallState.CLOSED: ["open", "close"]}
    for verb in roads.get(state, ["open", "close", "archive"]):
        call = calling.move_call(call=call, verb=verb, by=by)
    return call


def make_entry(call=None, *, text="小区门口的志愿者。", photos=1, name="王大姐") -> CallEntry:
    said = Said(uuid.uuid4(), text, may_show=True, shown_name=name, has_pictures=bool(photos))
    received = send_entry(call=call or make_call(), said=said)
    for position in range(photos):
        make_photo(received.report, position=position)
    return CallEntry.objects.get(report=received.report)


def alts_of(entry, words="穿红马甲的志愿者在登记"):
    return {one.pk: words for one in showing.photos_of(entry)}


def show(sent, *, by=None):
    by = by or make_editor(Role.CHIEF_EDITOR)
    more = {"alts": alts_of(sent)} if isinstance(sent, CallEntry) else {}
    return showing.show(sent=sent, by=by, **more)


def bring_to(sent, state, *, by=None):
    """`sent` at `state`, by the roads that lead there."""
    by = by or make_editor(Role.CHIEF_EDITOR)
    if state == Showing.NOT_SHOWN:
        return showing.decline(sent=sent, by=by)
    if state == Showing.WITHDRAWN:
        showing.withdraw(report=sent.report, by=RESIDENT)
    elif state != Showing.WAITING:
        show(sent, by=by)
        if state == Showing.HIDDEN:
            showing.hide(sent=sent)
        elif state == Showing.TAKEN_DOWN:
            showing.take_down(sent=sent, reason=WHY, by=by)
    return type(sent).objects.get(pk=sent.pk)
