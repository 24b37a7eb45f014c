"""How a component becomes HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

TONES = ("neutral", "accent", "info", "success", "warning", "danger")


def checked_tone(tone: str) -> str:
    """`tone`, or TemplateSyntaxError: a wrong one would show as no colour at all."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"tone {tone!r} is none of {', '.join(TONES)}")
    return tone


def render_component(name: str, context: Mapping[str, Any]) -> SafeString:
    """The template `ui/components/<name>.html`, whose values it has escaped itself."""
    html = render_to_string(f"ui/components/{name}.html", dict(context))
    return mark_safe(html.strip())  # noqa: S308 - a rendered template


def new_id(prefix: str) -> str:
    return f"{prefix}-{uuid4().hex[:8]}"


def pick_values(thing: Any, *names: str) -> dict[str, Any]:
    """The named values of a mapping or an object; what is missing is empty."""
    if isinstance(thing, Mapping):
        return {name: thing.get(name, "") for name in names}
    return {name: getattr(thing, name, "") for name in names}
