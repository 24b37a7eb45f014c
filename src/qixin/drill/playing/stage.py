"""Who and what the script's indexes stand for, in the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from qixin.core.coordinates import Coordinate
from qixin.drill.cast import Cast
from qixin.drill.script import FieldReport
from qixin.people.models import Area, Person, Unit, User
from qixin.people.models.persons import phone_hash
from qixin.reports.models import Group
from qixin.reports.places import Place, locate


@dataclass(frozen=True)
class Stage:
    """Looks the cast's members up once."""

    cast: Cast

    @cached_property
    def correspondents(self) -> list[Person]:
        """In the cast's order, found by their telephones as anybody would be."""
        hashes = [phone_hash(p.phone) for p in self.cast.correspondents]
        found = {
            person.phone_hash: person
            for person in Person.objects.filter(phone_hash__in=hashes).select_related("account")
        }
        return [found[value] for value in hashes]

    @cached_property
    def groups(self) -> dict[str, Group]:
        return {group.name: group for group in Group.objects.all()}

    @cached_property
    def areas(self) -> dict[str, Area]:
        return {area.code: area for area in Area.objects.select_related("parent")}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """By the key of the department."""
        named = {unit.name: unit for unit in Unit.objects.all()}
        return {d.key: named[d.name] for d in self.cast.departments if d.name in named}

    @cached_property
    def users(self) -> dict[str, User]:
        """The demo's accounts by user name."""
        demo = User.objects.filter(username__startswith="demo-").select_related("person")
        return {user.username: user for user in demo}

    def officer(self, unit: Unit) -> User | None:
        """Somebody who answers for this department."""
        return (
            User.objects.filter(person__grants__unit=unit, person__grants__role="officer")
            .select_related("person")
            .order_by("id")
            .first()
        )

    @cached_property
    def tried(self) -> tuple[int | None, Person]:
        """The correspondent whom visitors try, and the index of the group."""
        names = [person.account.username for person in self.correspondents]
        at = names.index("demo-correspondent")
        return self.cast.correspondents[at].group_index, self.correspondents[at]

    def sender(self, report: FieldReport) -> Person | None:
        """Every fourth report of that group is of the one whom visitors try: they find a list."""
        if report.sender_index is None:
            return None
        group_index, tried = self.tried
        if report.group_index == group_index and report.index % 4 == 0:
            return tried
        return self.correspondents[report.sender_index]

    def group(self, report: FieldReport) -> Group | None:
        if report.group_index is None:
            return None
        return self.groups[self.cast.groups[report.group_index].name]

    def place(self, report: FieldReport) -> Place:
        """A correspondent names the community; the point is what the telephone said."""
        point = (
            Coordinate(report.lng, report.lat)
            if report.lng is not None and report.lat is not None
            else None
        )
        return locate(point, community=self.areas.get(report.community_code))
