"""Blocks around content: page header, card, note, dialog."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from qixin.ui.components.rendering import checked_tone, render_component

register = template.Library()


@register.simple_block_tag
def page_header(
    content: str, title: Any, subtitle: Any = "", back: str = "", back_label: Any = ""
) -> SafeString:
    """The page's <h1>; the block's content are its actions (buttons)."""
    parts = {
        "content": content,
        "title": title,
        "subtitle": subtitle,
        "back": back,
        "back_label": back_label,
    }
    return render_component("page_header", parts)


@register.simple_block_tag
def card(
    content: str, title: Any = "", icon: str = "", id: str = "", css: str = "", flush: bool = False
) -> SafeString:
    return render_component(
        "card",
        {"content": content, "title": title, "icon": icon, "id": id, "css": css, "flush": flush},
    )


@register.simple_block_tag
def note(content: str, tone: str = "info", title: Any = "") -> SafeString:
    """A boxed remark: info, success, warning, danger."""
    return render_component(
        "note", {"content": content, "tone": checked_tone(tone), "title": title}
    )


@register.simple_block_tag(takes_context=True)
def confirm_dialog(
    context: template.Context, content: str, id: str, title: Any, url: str, action: Any,
    tone: str = "primary", htmx: str = "",
) -> SafeString:  # fmt: skip
    """A native dialog with a form, opened by `<button data-dialog="id">`; `htmx`: swap target."""
    parts = {
        "content": content, "id": id, "title": title, "url": url, "action": action,
        "tone": tone, "htmx": htmx, "csrf_token": context.get("csrf_token"),
    }  # fmt: skip
    return render_component("confirm_dialog", parts)
