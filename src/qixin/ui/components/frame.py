"""What a page's frame needs: names, languages, built files."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from qixin.ui import context as frame
from qixin.ui.sentences import FOR_SCRIPTS

register = template.Library()
_BUILT = settings.SOURCE / "ui" / "static" / "ui" / "dist"


@register.simple_tag
def district_name() -> str:
    return frame.district_name()


@register.simple_tag
def languages(path: str = "/", own: list[dict[str, Any]] | str = "") -> list[dict[str, Any]] | str:
    """Each language, named in itself, with a plain link that switches and comes back to `path`;
    `own` are a page's own links, where it has some."""
    return own or [
        {"code": code, "name": name, "url": f"{reverse('ui:language', args=[code])}?next={path}",
         "current": code == get_language()}
        for code, name in (("zh-hans", "中文"), ("en", "English"))
    ]  # fmt: skip


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file that keeps its name (theme.js, public.css). It changes with the
    content: it may be kept for as long as anybody likes, and is the same on every machine."""
    return _address(name, settings.STATIC_URL)


@cache
def _address(name: str, _root: str) -> str:
    return f"{static(f'ui/dist/{name}')}?v={_digest(name)}"


@cache
def _digest(name: str) -> str:
    try:
        # a template's SafeString is none of the strings that paths take
        return sha256(Path(f"{_BUILT}/{name}").read_bytes()).hexdigest()[:10]
    except FileNotFoundError:
        return "0"


def built() -> str:
    """Changes whenever a built file that keeps its name does."""
    names = sorted(file.name for file in _BUILT.glob("*.*") if file.suffix in {".js", ".css"})
    return sha256(" ".join(map(_digest, names)).encode()).hexdigest()[:10]


@register.simple_tag
def ui_strings() -> SafeString:
    """The sentences that scripts say, in the reader's language."""
    return json_script({key: str(text) for key, text in FOR_SCRIPTS.items()}, "ui-strings")
