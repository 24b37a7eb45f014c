"""What stands in an entry's detail, in the reader's language: each room registers its own.

details.register({"outcome": _("outcome")}, {"outcome": Outcome.choices})
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Label = Promise | str
_names: dict[str, Label] = {}
_values: dict[str, dict[object, Label]] = {}


def register(
    names: Mapping[str, Label], values: Mapping[str, Iterable[tuple[object, Label]]] | None = None
) -> None:
    """Name details, and what those among them mean whose values are words of ours."""
    _names.update(names)
    for name, choices in (values or {}).items():
        _values.setdefault(name, {}).update(choices)


def name_of(name: str) -> str:
    """The label of a detail, or its name where no room gave one."""
    return str(_names.get(name, name))


def value_of(name: str, value: object) -> str:
    """The value as text: words of ours in the reader's language, several with commas."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "、".join(value_of(name, one) for one in value)
    return str(_values.get(name, {}).get(value, value))
