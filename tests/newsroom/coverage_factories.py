"""Planned coverage, outlets and offers for tests, made by the verbs that people use."""

import itertools
import uuid
from datetime import timedelta

from qixin.core import clock
from qixin.newsroom.actions import covering, going_out, keeping_outlets, linking, placing
from qixin.newsroom.actions.covering import Plan, Wanted
from qixin.newsroom.actions.placing import Ran
from qixin.newsroom.enums import CoverageState, PlacementState
from qixin.newsroom.models import CoverageItem, Outlet, Placement
from qixin.people.enums import Role
from tests.newsroom.factories import make_editor, make_published

_serial = itertools.count(1)


def hours(n):
    return timedelta(hours=n)


def make_plan(reporters, *, start=None, wanted=(("text", 1),), **fields):
    start = start or clock.now() + hours(1)
    end = fields.pop("end", start + hours(2))
    due = fields.pop("due", end + hours(2))
    return Plan(
        title=fields.pop("title", "晏婴社区隔离点探访"),
        starts_at=start,
        ends_at=end,
        reporters=list(reporters),
        wanted=[Wanted(kind, count, due) for kind, count in wanted],
        **fields,
    )


def make_coverage(*reporters, by=None, **fields) -> CoverageItem:
    reporters = reporters or (make_editor(),)
    planned = make_plan(reporters, **fields)
    return covering.plan(plan=planned, client_key=uuid.uuid4(), by=by or make_editor())


def bring_coverage_to(item, state) -> CoverageItem:
    """Along the roads that are drawn."""
    reporter, by = item.reporters.first(), item.planned_by
    if state in (CoverageState.UNDER_WAY, CoverageState.BACK):
        outing = going_out.go_out(item=item, reporter=reporter, by=reporter)
        if state == CoverageState.BACK:
            going_out.come_back(outing=outing, by=reporter)
    elif state == CoverageState.DELIVERED:
        linking.link(deliverable=item.deliverables.get(), thing=make_published(), by=by)
    elif state == CoverageState.CANCELLED:
        covering.cancel(item=item, reason="活动改期举行", by=by)
    return CoverageItem.objects.get(pk=item.pk)


def make_outlet(name="", *, level="province", kind="paper", format="word", **fields) -> Outlet:
    return keeping_outlets.add_outlet(
        name=name or f"演练日报{next(_serial)}", level=level, kind=kind, format=format,
        by=fields.pop("by", None) or make_editor(Role.CHIEF_EDITOR), **fields,
    )  # fmt: skip


def make_placement(story=None, outlet=None, *, by=None) -> Placement:
    story, outlet = story or make_published(), outlet or make_outlet()
    by = by or make_editor(Role.REVIEWER)
    return placing.offer(story=story, outlets=[outlet], by=by)[0]


def ran(**fields):
    fields.setdefault("taken_on", clock.today())
    fields.setdefault("circulation", "province")
    return Ran(**fields)


def bring_placement_to(placement, state) -> Placement:
    by = make_editor(Role.CHIEF_EDITOR)
    if state == PlacementState.TAKEN:
        placing.take(placement=placement, ran=ran(), by=by)
    elif state == PlacementState.NOT_TAKEN:
        placing.refuse(placement=placement, reason="版面已满，下期再看", by=by)
    elif state == PlacementState.WITHDRAWN:
        placing.withdraw(placement=placement, reason="稿件需更正", by=by)
    return Placement.objects.get(pk=placement.pk)
