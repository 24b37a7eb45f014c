"""An enterprise with hazards, visits and checklists, and the addresses of the pages about them."""

from qixin.core import clock
from qixin.enterprises.actions.checklists import begin_draft
from qixin.enterprises.actions.inspecting import take_on
from qixin.enterprises.actions.visiting import Asked, Promised
from qixin.enterprises.enums import ChecklistUse, HazardState, Severity
from qixin.enterprises.models import Hazard
from qixin.people.enums import Role
from tests.enterprises.safety_factories import (
    days,
    make_checklist,
    make_enterprise,
    make_hazard,
    make_visit,
)
from tests.people.factories import make_user


def safety_pages(somebody):
    """`somebody` inspects, visits and administers."""
    enterprise = make_enterprise(officer=somebody, address="演练路1号", headcount=120)
    make_hazard(enterprise, state=HazardState.MENDED)
    hazard = make_hazard(enterprise, severity=Severity.MAJOR)
    Hazard.objects.filter(pk=hazard.pk).update(due_on=days(-3), reached=3)
    make_checklist("门卫在岗", name="走访简表", use=ChecklistUse.VISIT)
    edition = make_checklist("安全出口未上锁", "灭火器在有效期内")
    begin_draft(checklist=edition.checklist, by=make_user(Role.ADMINISTRATOR))
    visit = make_visit(
        enterprise,
        promises=(Promised("补齐口罩", "enterprise", days(2)),),
        asked=(Asked("need", "缺口罩"),),
    )
    taken = take_on(enterprise=enterprise, day=clock.today(), by=somebody)
    return [
        "/w/safety/plan/", "/w/safety/inspections/", "/w/safety/hazards/", "/w/safety/round/",
        f"/w/safety/inspections/{taken.number}/", f"/w/safety/hazards/{hazard.number}/",
        f"/w/safety/inspections/{taken.number}/on-the-spot/",
        f"/w/safety/inspections/{hazard.inspection.number}/",
        f"/w/safety/round/{enterprise.pk}/", f"/w/safety/visits/{visit.pk}/",
        "/w/safety/checklists/", f"/w/safety/checklists/{edition.checklist_id}/",
        "/w/safety/checklists/add/", "/w/safety/weights/",
    ]  # fmt: skip
