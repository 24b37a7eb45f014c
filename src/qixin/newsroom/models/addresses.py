"""Where things stand on the public site, below `/zh/` and `/en/`."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings

# Language of the interface → the tree's folder.
TREES: dict[str, str] = {"zh-hans": "zh", "en": "en"}


def tree_of(language: str | None) -> str:
    """`zh` or `en`; Chinese where the language is unknown."""
    return TREES.get(language or "", "zh")


def public_url(path: str, tree: str = "zh") -> str:
    """`/zh/columns/front/` for `columns/front/index.html`, escaped for a browser."""
    return quote(f"/{tree}/{path.removesuffix('index.html')}")


def identity(thing: str, day: date) -> str:
    """A name that stays for ever, wherever the thing moves (tag URI, RFC 4151); `day` is one on
    which the site was ours, the district's."""
    host = settings.QIXIN_SITE_URL.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return f"tag:{host},{day:%Y-%m-%d}:{thing}"


class PublicAddress:
    """Mixed into a Wagtail page: its address is that of the file, not one that Wagtail serves."""

    def public_path(self) -> str:
        """The file below a tree, e.g. `columns/front/index.html`."""
        raise NotImplementedError

    def get_url_parts(self, request: Any = None) -> tuple[int | None, str, str] | None:
        return (None, settings.QIXIN_SITE_URL, public_url(self.public_path()))
