"""What every page's frame needs: `django.template.context_processors` names `shell`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from qixin.ui import navigation

THEMES = ("auto", "light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context variable `shell`, worked out only if the page uses it."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def district_name(language: str | None = None) -> str:
    """The district's name in `language`, by default the reader's."""
    names = settings.QIXIN_DISTRICT_NAME
    return names.get(language or get_language() or "", names["zh-hans"])


def _shell(request: HttpRequest) -> dict[str, Any]:
    sections = _sections(request)
    theme = request.COOKIES.get("qixin_theme", "auto")
    return {
        "nav": sections,
        "bell": navigation.bell_for(request.user) if sections else None,
        "tabs": navigation.tabs_of(sections),
        "district": district_name(),
        "languages": [_language(code) for code, _name in settings.LANGUAGES],
        "language": get_language(),
        "theme": theme if theme in THEMES else "auto",
        "demo": getattr(settings, "QIXIN_DEMO", False),
        "map_tiles": getattr(settings, "QIXIN_MAP_TILES", ""),
        "path": request.get_full_path(),
        "home_url": settings.LOGIN_REDIRECT_URL,
        "login_url": _address(settings.LOGIN_URL),
        "logout_url": _address("account_logout"),
        "account_url": _address("people:account"),
    }


def _sections(request: HttpRequest) -> list[navigation.Section]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return navigation.sections_for(user, request.path)


def _language(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "name": get_language_info(code)["name_local"],
        "current": code == get_language(),
    }


def _address(name: str) -> str:
    """The address of a named page, or nothing where the installation has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
