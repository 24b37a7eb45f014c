"""Which roles a file may give, and where they hold."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qixin.core.sheets import CellProblem
from qixin.people.enums import Role
from qixin.people.imports import cells
from qixin.people.models import Area, Unit

ROLES = {
    "通讯员": Role.CORRESPONDENT, "信息员": Role.CORRESPONDENT, "队员": Role.MEMBER,
    "党员": Role.MEMBER, "成员": Role.MEMBER, "企业联系人": Role.ENTERPRISE_CONTACT,
    "经办人": Role.OFFICER, "单位协调员": Role.UNIT_COORDINATOR,
    "社区协调员": Role.COMMUNITY_COORDINATOR, "correspondent": Role.CORRESPONDENT,
    "member": Role.MEMBER, "enterprise contact": Role.ENTERPRISE_CONTACT, "officer":
    Role.OFFICER, "unit coordinator": Role.UNIT_COORDINATOR,
    "community coordinator": Role.COMMUNITY_COORDINATOR,
}  # fmt: skip
# Whoever may see or decide more than their own unit or community is given that role by a person,
# not by a line in a file.
IN_UNIT = frozenset({Role.OFFICER, Role.UNIT_COORDINATOR, Role.ENTERPRISE_CONTACT, Role.MEMBER})
IN_COMMUNITY = frozenset({Role.COMMUNITY_COORDINATOR})
EVERYWHERE = frozenset({Role.CORRESPONDENT})

_read_role = cells.choice(Role, ROLES)


def role(cell: Any) -> str:
    """A role that an import may give. Raises CellProblem."""
    given = Role(_read_role(cell))
    if given not in IN_UNIT | IN_COMMUNITY | EVERYWHERE:
        raise CellProblem(_("This role is given on the person's page, not by an import."))
    return given


def scope_of(given: dict[str, Any]) -> tuple[Area | None, Unit | None]:
    """Where the role of a row holds: in its community, in its unit, or everywhere."""
    if given["role"] in IN_COMMUNITY:
        return given["community"], None
    return (None, given["unit"]) if given["role"] in IN_UNIT else (None, None)
