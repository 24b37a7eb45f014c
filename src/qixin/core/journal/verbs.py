"""What the journal's verbs mean, in the reader's language: each room registers its own.

verbs.register({"reports.received": _("took in a report")})
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_labels: dict[str, Promise | str] = {}


def register(labels: Mapping[str, Promise | str]) -> None:
    """Name verbs; a label goes on from the actor's name: “granted a role”."""
    _labels.update(labels)


def label_of(verb: str) -> str:
    """The verb's label, or the verb itself where no room named it."""
    return str(_labels.get(verb, verb))


def labelled() -> list[tuple[str, str]]:
    """(verb, label) of every named verb, in order of the verbs."""
    return sorted((verb, str(label)) for verb, label in _labels.items())
