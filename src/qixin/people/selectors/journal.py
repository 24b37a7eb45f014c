"""The journal as administrators and auditors read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.journal import details, verbs
from qixin.core.models import Entry
from qixin.people.models import ApiKey, User
from qixin.people.policies import check_can_read_journal

PAGE = 100


@dataclass(frozen=True)
class JournalFilter:
    """What the page is asked for; the page begins `after` this id (keyset)."""

    verb: str = ""
    actor: int | None = None
    kind: str = ""
    thing: int | None = None
    day: date | None = None
    after: int | None = None


@dataclass(frozen=True)
class JournalLine:
    """An entry in the reader's language."""

    entry: Entry
    who: str
    what: str
    thing: str
    detail: str


def entries(user: User, asked: JournalFilter) -> QuerySet[Entry]:
    """Entries that fit, newest first. Raises Refused unless the user may read the journal."""
    check_can_read_journal(user)
    rows = Entry.objects.order_by("-id")
    for name, value in (
        ("verb", asked.verb),
        ("actor_id", asked.actor),
        ("subject_kind", asked.kind),
        ("subject_id", asked.thing),
        ("id__lt", asked.after),
    ):
        if value:
            rows = rows.filter(**{name: value})
    if asked.actor:
        rows = rows.filter(actor_kind="user")
    if asked.day:
        start, end = clock.day_bounds(asked.day)
        rows = rows.filter(at__gte=start, at__lt=end)
    return rows


def lines(rows: list[Entry]) -> list[JournalLine]:
    """Entries as sentences; two queries for the names, whatever the number of rows."""
    users = User.objects.select_related("person").in_bulk(_ids(rows, "user"))
    keys = ApiKey.objects.in_bulk(_ids(rows, "api"))
    return [
        JournalLine(
            entry=row,
            who=_who(row, users, keys),
            what=verbs.label_of(row.verb),
            thing=f"{kind_label(row.subject_kind)} {row.subject_id}",
            detail=" · ".join(
                f"{details.name_of(name)}: {_said(name, value)}"
                for name, value in row.detail.items()
                if value not in (None, "")
            ),
        )
        for row in rows
    ]


def _said(name: str, value: object) -> str:
    if name == "thing" and isinstance(value, str):
        kind, _colon, pk = value.rpartition(":")
        return f"{kind_label(kind)} {pk}"
    return details.value_of(name, value)


def _ids(rows: list[Entry], kind: str) -> set[int]:
    return {row.actor_id for row in rows if row.actor_kind == kind and row.actor_id}


def _who(row: Entry, users: dict[int, User], keys: dict[int, ApiKey]) -> str:
    if row.actor_kind == "user":
        return str(users.get(row.actor_id or 0, _("a former account")))
    if row.actor_kind == "api":
        return str(keys.get(row.actor_id or 0, _("another system")))
    return {"system": _("the system"), "resident": _("a resident")}.get(
        row.actor_kind, row.actor_kind
    )


def kind_label(kind: str) -> str:
    """`people.person` → “person”, in the reader's language."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


def kinds() -> list[tuple[str, str]]:
    """(kind, label) of every kind of thing that our rooms keep."""
    models = [
        m
        for m in apps.get_models()
        # those without a name of their own happen within others, and to nobody's knowledge
        if m.__module__.startswith("qixin.") and "verbose_name" in m._meta.original_attrs
    ]
    return sorted((m._meta.label_lower, str(m._meta.verbose_name)) for m in models)
