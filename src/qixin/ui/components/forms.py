"""Form fields with label, help and errors tied together."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from qixin.ui.components.rendering import render_component

register = template.Library()


@register.simple_tag
def field(bound: BoundField, wide: bool = False, hide_label: bool = False) -> SafeString:
    """One field: label, control, help and errors, tied together for screen readers."""
    widget = bound.field.widget
    kind = getattr(
        widget, "input_type", "textarea" if widget.__class__.__name__.endswith("Textarea") else ""
    )
    many = (
        kind in {"radio", "checkbox"}
        and hasattr(widget, "subwidgets")
        and hasattr(widget, "choices")
    )
    css = (
        ""
        if many
        else {"checkbox": "form-check-input", "select": "form-select"}.get(kind, "form-control")
    )
    own = widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {
        "class": " ".join(part for part in (css, own, "is-invalid" if bound.errors else "") if part)
    }
    control = bound.as_widget(attrs=attrs) if not many else bound.as_widget()
    parts = {
        "field": bound, "control": control, "many": many,
        "single_check": kind == "checkbox" and not many,
        "wide": wide, "hide_label": hide_label, "hidden": bound.is_hidden,
    }  # fmt: skip
    return render_component("field", parts)


@register.simple_tag
def fields(form: Any) -> SafeString:
    """All fields of `form`, with what is wrong with the whole of it on top."""
    return render_component("fields", {"form": form})


@register.simple_tag
def form_errors(form: Any) -> SafeString:
    return render_component("form_errors", {"form": form})
