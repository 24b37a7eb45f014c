"""Families of browsers: what stays the same when one updates itself, and differs on a thief's."""

from __future__ import annotations

# The first that is found counts: Edge also says Chrome, and Chrome also says Safari.
_PROGRAMS = (
    "wxwork", "MicroMessenger", "DingTalk", "Lark", "Edg", "OPR", "QQBrowser", "UCBrowser",
    "HuaweiBrowser", "MiuiBrowser", "Firefox", "FxiOS", "CriOS", "Chrome", "Safari", "curl",
)  # fmt: skip
_SYSTEMS = (
    "OpenHarmony", "HarmonyOS", "Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux",
)  # fmt: skip


def browser_family(user_agent: str) -> str:
    """`Chrome/Android` of a User-Agent header; `other/other` where nothing is known."""
    return f"{_first(_PROGRAMS, user_agent)}/{_first(_SYSTEMS, user_agent)}"


def browser_and_system(user_agent: str) -> tuple[str, str]:
    """For showing: names of the program and the system, blank where unknown."""
    names = {"Edg": "Edge", "MicroMessenger": "WeChat", "wxwork": "WeCom", "CriOS": "Chrome"}
    names |= {"FxiOS": "Firefox", "Macintosh": "macOS", "OPR": "Opera", "other": ""}
    program, system = _first(_PROGRAMS, user_agent), _first(_SYSTEMS, user_agent)
    return names.get(program, program), names.get(system, system)


def _first(words: tuple[str, ...], user_agent: str) -> str:
    return next((word for word in words if word in user_agent), "other")
