"""Importing the address book from a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from qixin.core import imports
from qixin.core.actors import Actor
from qixin.core.imports import Counts, ImportKind, refuse
from qixin.core.models import default_district
from qixin.core.sheets import CellProblem, SheetColumn, SheetRow
from qixin.letters.actions import clean_name
from qixin.letters.enums import AddresseeKind, Province
from qixin.letters.models import Addressee
from qixin.people.imports import cells

KIND = "addressees"
_KINDS = {
    "政府": AddresseeKind.GOVERNMENT, "人民政府": AddresseeKind.GOVERNMENT,
    "部门": AddresseeKind.DEPARTMENT, "机关": AddresseeKind.DEPARTMENT,
    "企业": AddresseeKind.ENTERPRISE, "公司": AddresseeKind.ENTERPRISE,
}  # fmt: skip
_ENDINGS = ("壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "省", "市")


def _province(cell: Any) -> str:
    """By its code, or by its name with or without what kind of area it is."""
    text = "".join(cells.text_of(cell).split())
    if text[:2] in Province.values and text.isdecimal():
        return text[:2]
    by_name: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            by_name |= {str(label): value for value, label in Province.choices}
    for ending in ("", *_ENDINGS):
        if text.endswith(ending) and (name := text.removesuffix(ending)) in by_name:
            return by_name[name]
    raise CellProblem(_("There is no such province."))


def _email(cell: Any) -> str:
    text = "".join(cells.text_of(cell).split())
    try:
        validate_email(text)
    except ValidationError:
        raise CellProblem(_("This is no e-mail address.")) from None
    return text


NAME = SheetColumn("name", ("名称", "Name", "单位名称", "单位"), True, cells.text(100))
COLUMNS = (
    NAME,
    SheetColumn("kind", ("类别", "Kind", "类型"), True, cells.choice(AddresseeKind, _KINDS)),
    SheetColumn("province", ("省份", "Province", "省", "所在省"), True, _province),
    SheetColumn("email", ("邮箱", "E-mail", "电子邮箱"), parse=_email),
    SheetColumn("address", ("地址", "Address", "通信地址"), parse=cells.text(200)),
)


class AddresseeImporter:
    """Entries are told apart by their name as the address book keeps it."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        counts = Counts()
        names = {id(row): clean_name(str(row.values["name"])) for row in rows}
        there = {
            one.name: one
            for one in Addressee.objects.filter(
                district=default_district(), name__in=names.values()
            )
        }
        for row in rows:
            name = names[id(row)]
            if name in self.seen:
                refuse(row, NAME, _("This name stands in the file twice."))
                continue
            self.seen.add(name)
            given = {key: value for key, value in row.values.items() if value is not None}
            # whoever was taken out comes back
            given["retired_at"] = None
            self._save(there.get(name), given | {"name": name}, counts)
        return counts

    def _save(self, held: Addressee | None, given: dict[str, Any], counts: Counts) -> None:
        if held is None:
            Addressee.objects.create(**given)
            counts.created += 1
        elif changed := [name for name, value in given.items() if getattr(held, name) != value]:
            for name in changed:
                setattr(held, name, given[name])
            held.version += 1
            held.save(update_fields=[*changed, "version"])
            counts.updated += 1
        else:
            counts.unchanged += 1


def register_kinds() -> None:
    imports.register(
        ImportKind(
            name=KIND,
            title=_("Address book of letters"),
            permission="letters.manage",
            columns=COLUMNS,
            begin=AddresseeImporter,
            hint=_("One row for each government, department or enterprise that letters go to."),
        )
    )
