"""Importing the workers who resume into a filing that is still a draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core.actors import Actor
from qixin.core.errors import Invalid
from qixin.core.imports import Counts, refuse
from qixin.core.sheets import SheetColumn, SheetRow
from qixin.enterprises.actions.filing_workers import (
    LONGEST_NAME,
    LONGEST_PLACE,
    Worker,
    list_many,
)
from qixin.enterprises.actions.filings import locked
from qixin.enterprises.enums import EDITED_FILINGS
from qixin.enterprises.models import ResumptionFiling
from qixin.enterprises.selectors import register as selectors
from qixin.people.imports import cells
from qixin.people.models import User

KIND = "filing_workers"
NAME = SheetColumn("name", ("姓名", "Name", "员工姓名"), True, cells.text(LONGEST_NAME))
ID_NUMBER = SheetColumn(
    "id_number", ("身份证号", "ID number", "身份证号码", "身份证"), True, cells.id_number
)
CAME_FROM = SheetColumn(
    "came_from", ("来源地", "From where", "何地返回", "返岗来源地"),
    parse=cells.text(LONGEST_PLACE),
)  # fmt: skip
ENTERPRISE = SheetColumn("enterprise", ("企业", "Enterprise", "企业名称"), parse=cells.text(128))
COLUMNS = (NAME, ID_NUMBER, CAME_FROM, ENTERPRISE)


class WorkerImporter:
    """Workers of the drafts of the enterprises that `by` speaks for; with one such draft no
    column is needed that names the enterprise."""

    def __init__(self) -> None:
        self.drafts: dict[str, ResumptionFiling] | None = None
        self.seen: set[tuple[int, str]] = set()

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        if not isinstance(by, User):
            raise Invalid(_("Workers are imported by whoever files for the enterprise."))
        if self.drafts is None:
            self.drafts = _drafts(by)
        good: defaultdict[int, list[Worker]] = defaultdict(list)
        for row in rows:
            if (resolved := self._resolved(row)) is not None:
                good[resolved[0]].append(resolved[1])
        counts = Counts()
        for filing in self.drafts.values():
            if workers := good.get(filing.pk):
                new, changed, same = list_many(held=locked(filing), workers=workers, by=by)
                counts.created += new
                counts.updated += changed
                counts.unchanged += same
        return counts

    def _resolved(self, row: SheetRow) -> tuple[int, Worker] | None:
        values: dict[str, Any] = {k: v for k, v in row.values.items() if v is not None}
        filing = self._draft(row, values.pop("enterprise", ""))
        if filing is None:
            return None
        worker = Worker(**values)
        if (key := (filing.pk, worker.id_number)) in self.seen:
            refuse(row, ID_NUMBER, _("This ID number stands in the file twice."))
            return None
        self.seen.add(key)
        return filing.pk, worker

    def _draft(self, row: SheetRow, name: str) -> ResumptionFiling | None:
        drafts = self.drafts or {}
        if not name and len(drafts) == 1:
            return next(iter(drafts.values()))
        if (found := drafts.get(name)) is None:
            refuse(
                row, ENTERPRISE,
                format_lazy(_("You have no draft of a filing for “{name}”."), name=name)
                if name else _("Say for which enterprise."),
            )  # fmt: skip
        return found


def _drafts(by: User) -> dict[str, ResumptionFiling]:
    rows = ResumptionFiling.objects.select_related("enterprise__unit").filter(
        enterprise__in=selectors.own(by), state__in=EDITED_FILINGS
    )
    return {one.enterprise.unit.name: one for one in rows}
