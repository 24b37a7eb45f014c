"""The workbench's navigation: each room registers its entries, each user sees their own.

# in a room's AppConfig.ready()
register(Item(label=_("Triage"), url_name="reports:triage", icon="inbox", order=20,
              section="information", permission="reports.triage"))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECTIONS: dict[str, str | Promise] = {
    "mine": _("Mine"),
    "information": _("Information"),
    "people": _("People and duty"),
    "work": _("Work and cases"),
    "situation": _("Situation"),
    "administration": _("Administration"),
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry. Shown when `permission` is granted somewhere and `visible_to(user)` is true.

    `count(user)` gives the figure beside the label; it must be cheap, for every page asks it.
    `tab` puts the entry into the phone's bottom bar, which holds four.
    """

    label: str | Promise
    url_name: str
    icon: str
    order: int = 100
    section: str = "work"
    permission: str | None = None
    visible_to: Callable[[Any], bool] | None = None
    count: Callable[[Any], int] | None = None
    tab: bool = False

    def __post_init__(self) -> None:
        if self.section not in SECTIONS:
            raise ValueError(f"no navigation section {self.section!r}")


@dataclass(frozen=True)
class Link:
    """An entry as one user sees it on one page."""

    label: str | Promise
    url: str
    icon: str
    current: bool
    count: int | None
    tab: bool


@dataclass(frozen=True)
class Section:
    label: str | Promise
    links: list[Link]


_items: dict[str, Item] = {}
_has_permission: Callable[[Any, str], bool] | None = None
_bell: tuple[str, Callable[[Any], int]] | None = None


def register(item: Item) -> None:
    """Add `item`, or replace the one with the same address."""
    _items[item.url_name] = item


def answer_permissions_with(has_permission: Callable[[Any, str], bool]) -> None:
    """`people` hands in its `has_permission`: this room stands below it and cannot ask."""
    global _has_permission
    _has_permission = has_permission


def hang_bell(url_name: str, count: Callable[[Any], int]) -> None:
    """`people` hands in the page of notices and how many are new to a user."""
    global _bell
    _bell = (url_name, count)


def bell_for(user: Any) -> dict[str, Any] | None:
    """The bell's address and count; None where no room hung one."""
    return {"url": reverse(_bell[0]), "count": _bell[1](user)} if _bell else None


def items_for(user: Any) -> list[Item]:
    """The entries that `user` may see, in order. None with a permission if nobody answers."""
    return sorted((item for item in _items.values() if _may_see(user, item)), key=lambda i: i.order)


def sections_for(user: Any, path: str) -> list[Section]:
    """`items_for(user)` by section. Current: the longest address that `path` starts with."""
    items = [(item, reverse(item.url_name)) for item in items_for(user)]
    current = max((url for _item, url in items if path.startswith(url)), key=len, default=None)
    shown: dict[str, list[Link]] = {}
    for item, url in items:
        count = item.count(user) if item.count else None
        link = Link(item.label, url, item.icon, url == current, count, item.tab)
        shown.setdefault(item.section, []).append(link)
    return [Section(label, shown[key]) for key, label in SECTIONS.items() if key in shown]


def tabs_of(sections: list[Section], limit: int = 4) -> list[Link]:
    """The links of the phone's bottom bar: those marked `tab`, filled up with the first others."""
    links = [link for section in sections for link in section.links]
    chosen = ([link for link in links if link.tab] + [link for link in links if not link.tab])[
        :limit
    ]
    return [link for link in links if link in chosen]


def _may_see(user: Any, item: Item) -> bool:
    if item.permission and not (_has_permission and _has_permission(user, item.permission)):
        return False
    return item.visible_to(user) if item.visible_to else True
