"""Moving through a list."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qixin.ui.components.rendering import render_component

register = template.Library()


@register.simple_tag(takes_context=True)
def pager(
    context: template.Context,
    page: Any = None,
    next: str = "",
    previous: str = "",
    count: Any = None,
) -> SafeString:
    """A Django `page`, or keyset cursors: `next`, `previous` are values of `after`, `before`."""
    link = partial(_page_link, context.get("request"))
    if page is not None:
        total = page.paginator.count
        links = {
            "previous_url": link(page=page.previous_page_number()) if page.has_previous() else "",
            "next_url": link(page=page.next_page_number()) if page.has_next() else "",
            "position": _("Page {n} of {m}").format(n=page.number, m=page.paginator.num_pages),
        }
        return render_component("pager", links | {"count": total})
    links = {
        "previous_url": link(before=previous) if previous else "",
        "next_url": link(after=next) if next else "",
    }
    return render_component("pager", links | {"count": count, "position": ""})


def _page_link(request: HttpRequest | None, **place: Any) -> str:
    """The page's own query with another place in the list."""
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key in ("page", "after", "before"):
        query.pop(key, None)
    for key, value in place.items():
        query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_block_tag
def table(content: str, caption: Any = "", stack: bool = True, css: str = "") -> SafeString:
    """thead and tbody inside; on a phone each row becomes a block, cells bear column names."""
    return render_component(
        "table", {"content": content, "caption": caption, "stack": stack, "css": css}
    )


@register.simple_block_tag(takes_context=True)
def filter_bar(
    context: template.Context, content: str, target: str = "", label: Any = ""
) -> SafeString:
    """A GET form of fields, folded on a phone. With `target` (a selector) htmx swaps only that."""
    request = context.get("request")
    active = bool(
        request
        and any(
            value for key, value in request.GET.items() if key not in {"page", "after", "before"}
        )
    )
    parts = {"content": content, "target": target, "label": label or _("Filters"), "active": active,
             "path": request.path if request else ""}  # fmt: skip
    return render_component("filter_bar", parts)
