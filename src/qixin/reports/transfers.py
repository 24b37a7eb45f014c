"""What a large file may become: each room registers its kinds, with who may send one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qixin.core.errors import Invalid
from qixin.people.models import User


@dataclass(frozen=True)
class Kind:
    """`check_can` raises Refused; `check_head` raises Invalid where a file's first bytes show that
    it is nothing of the kind, so that nobody sends the rest in vain."""

    name: str
    most_bytes: int
    check_can: Callable[[User], None]
    check_head: Callable[[bytes], object]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    """Raises Invalid for a name that no room has registered."""
    if name not in _kinds:
        raise Invalid(_("Nobody here takes files of this kind."))
    return _kinds[name]


def most_bytes_of_all() -> int:
    """What the largest kind takes."""
    return max((kind.most_bytes for kind in _kinds.values()), default=0)
