"""The names of the icons in the sprite."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings


@cache
def icons() -> frozenset[str]:
    """Names that `{% icon %}` draws, as the built sprite has them."""
    sprite = settings.SOURCE / "ui" / "static" / "ui" / "dist" / "icons.svg"
    try:
        return frozenset(
            re.findall(r'<symbol id="([a-z0-9-]+)"', sprite.read_text(encoding="utf-8"))
        )
    except FileNotFoundError as error:
        raise FileNotFoundError("the front end is not built: run script/bootstrap") from error
