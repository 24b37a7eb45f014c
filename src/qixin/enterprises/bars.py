"""What may stand in the way of an enterprise's resumption, besides its filing.

`register(bar)`: a function that gives a sentence where the enterprise may not resume, else "".
An open major hazard is one.
"""

from __future__ import annotations

from collections.abc import Callable

from qixin.enterprises.models import Enterprise

Bar = Callable[[Enterprise], str]
_bars: list[Bar] = []


def register(bar: Bar) -> None:
    """Ask `bar` before each approval and each lifting; registering it again changes nothing."""
    if bar not in _bars:
        _bars.append(bar)


def sentences(enterprise: Enterprise) -> list[str]:
    """Why the enterprise may not resume; empty where nothing bars it."""
    return [sentence for bar in _bars if (sentence := bar(enterprise))]
