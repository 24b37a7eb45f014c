"""The standard's typefaces where the machine has them, else the nearest that it has."""

from __future__ import annotations

from functools import lru_cache

import typst
from django.core.exceptions import ImproperlyConfigured

_SONG = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC")
_SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC")
# What the standard names (GB/T 9704-2012, 5.2.2) → families, best first.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "FangSong": ("FangSong_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02", *_SONG),
    "XiaoBiaoSong": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", *_SONG),
    "HeiTi": ("SimHei", "STHeiti", *_SANS, *_SONG),
    "KaiTi": ("KaiTi_GB2312", "KaiTi", "STKaiti", *_SONG),
    "SongTi": ("SimSun", "STSong", *_SONG),
}


@lru_cache(maxsize=1)
def machine_fonts() -> typst.Fonts:
    """The machine's fonts, looked for once in each process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@lru_cache(maxsize=1)
def chosen_fonts() -> dict[str, str]:
    """Typeface of the standard → family that is used. Raises ImproperlyConfigured without any."""
    known = set(machine_fonts().families())
    chosen = {
        face: next((family for family in families if family in known), "")
        for face, families in _FAMILIES.items()
    }
    if not all(chosen.values()):
        raise ImproperlyConfigured(
            "Letters need a Chinese font: on Debian install fonts-noto-cjk (script/packages fonts)."
        )
    return chosen
