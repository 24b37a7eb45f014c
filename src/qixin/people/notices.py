"""The sentences of notices, in the reader's language: each room registers its own.

notices.register({"cases.offered": _("%(unit)s is asked to help with case %(number)s")})
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from qixin.people.models import Notice


@dataclass(frozen=True)
class Kind:
    """`tone` as badges have it: info, success, warning, danger."""

    sentence: Promise | str
    icon: str = "bell"
    tone: str = "info"


_kinds: dict[str, Kind] = {}


def register(kinds: Mapping[str, Kind]) -> None:
    """Name kinds of notices; a sentence is filled with the notice's detail."""
    _kinds.update(kinds)


def kind_of(notice: Notice) -> Kind:
    """The notice's kind, or its bare name where no room knows it any more."""
    return _kinds.get(notice.kind, Kind(notice.kind))


def sentence_of(notice: Notice) -> str:
    """The notice in the reader's language."""
    text = str(kind_of(notice).sentence)
    try:
        return text % notice.detail
    except KeyError:
        return text
