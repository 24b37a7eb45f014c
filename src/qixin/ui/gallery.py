"""What the gallery of components shows: invented examples of everything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 300'%3E"
    "%3Crect width='400' height='300' fill='%23{colour}'/%3E"
    "%3Cpath d='M0 240 130 120l90 80 60-50 120 90v60H0z' fill='%23fff' opacity='.35'/%3E%3C/svg%3E"
)


class ExampleForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=60, help_text=_("One line that says what happened.")
    )
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    town = forms.ChoiceField(
        label=_("Town"), choices=[("", "–"), ("1", "辛店街道"), ("2", "齐都镇")], required=False
    )
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"),
        widget=forms.RadioSelect,
        choices=[("1", _("Today")), ("2", _("Within the hour"))],
    )
    photo = forms.FileField(
        label=_("Photo"), required=False, help_text=_("JPEG, PNG or HEIC, at most 20 MB.")
    )
    agreed = forms.BooleanField(label=_("I have seen this with my own eyes"))


def gallery_context(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    wrong = ExampleForm({"title": "", "text": "齐都镇东门村缺口罩", "urgency": "1"})
    return {
        "now": now,
        "form": ExampleForm(),
        "wrong_form": wrong,
        "page": Paginator(range(73), 20).page(2),
        "tones": ("neutral", "accent", "info", "success", "warning", "danger"),
        "entries": _entries(now),
        "media": _media(),
        "curve": _curve(),
        "bars": _bars(),
        "map": _map(),
        "rows": _rows(now),
    }


def _rows(now: Any) -> list[dict[str, Any]]:
    places = ("辛店街道 · 桓公路社区", "齐都镇 · 东门村", "金岭回族镇 · 金岭一村")
    texts = (
        _("Masks and disinfectant needed at the checkpoint"),
        _("Lorry with vegetables waits"),
        _("Road open"),
    )
    return [
        {"place": place, "text": text, "at": now - timedelta(hours=hours), "tone": tone,
         "state": state}
        for place, text, hours, tone, state in zip(
            places, texts, (0, 30, 9000), ("warning", "info", "success"),
            (_("Waiting"), _("In hand"), _("Settled")), strict=True,
        )
    ]  # fmt: skip


def _entries(now: Any) -> list[dict[str, Any]]:
    return [
        {"at": now - timedelta(hours=3), "who": "王一示例", "text": _("Report received"),
         "icon": "inbox", "tone": "info"},
        {"at": now - timedelta(hours=2), "who": "李二示例", "text": _("Opened as a case"),
         "icon": "briefcase", "tone": "warning", "note": "商务局主办，交通局协办，时限24小时。"},
        {"at": now, "who": "赵三示例", "text": _("Confirmed by whoever asked"),
         "icon": "circle-check", "tone": "success"},
    ]  # fmt: skip


def _media() -> list[dict[str, Any]]:
    pictures = [
        {"kind": "image", "full": picture, "thumb": picture, "alt": alt, "caption": alt}
        for picture, alt in (
            (_PICTURE.format(colour="4a7c82"), _("Checkpoint at the east gate")),
            (_PICTURE.format(colour="7a6a4f"), _("Vegetable lorry")),
        )
    ]
    return [*pictures, {"kind": "file", "full": "#", "name": "需求清单.xlsx"}]


def _curve() -> dict[str, Any]:
    hours = [f"{hour:02}:00" for hour in range(24)]
    received = [round(12 + 30 * max(0, 1 - abs(hour - 10) / 9)) for hour in range(24)]
    settled = [round(value * 0.7) for value in received]
    series = [
        {"name": str(_("Received")), "values": received},
        {"name": str(_("Settled")), "values": settled, "tone": "success"},
    ]
    return {"kind": "line", "categories": hours, "series": series}


def _bars() -> dict[str, Any]:
    towns = ["辛店", "闻韶", "齐都", "金岭", "朱台", "凤凰"]
    return {
        "kind": "bar",
        "categories": towns,
        "series": [{"name": str(_("Still open")), "values": [31, 24, 17, 12, 9, 4]}],
    }


def _map() -> dict[str, Any]:
    ring = [
        [118.1, 36.7],
        [118.45, 36.72],
        [118.5, 36.95],
        [118.25, 37.05],
        [118.05, 36.9],
        [118.1, 36.7],
    ]
    return {
        "boundary": {"type": "Polygon", "coordinates": [ring]},
        "points": [
            {"lat": 36.82, "lng": 118.3, "label": "桓公路社区", "weight": 30},
            {"lat": 36.88, "lng": 118.36, "label": "东门村", "weight": 6, "tone": "danger"},
        ],
    }
