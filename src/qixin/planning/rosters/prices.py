"""Prices of rows: what they may be, and what the rows give to the Lagrangian bound at them."""

from __future__ import annotations

import numpy as np

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.tables import Floats


def clipped(model: Model, prices: Floats) -> Floats:
    """Prices within what a missing or surplus person costs: outside, the bound would be endless."""
    return np.clip(prices, -model.over, model.under)


def rows_value(model: Model, prices: Floats, fixed: Floats) -> float:
    """What the rows alone give to the Lagrangian bound at `prices`."""
    at_least, at_most = model.at_least - fixed, model.at_most - fixed
    return float(np.sum(np.where(prices > 0, prices * at_least, prices * at_most * (prices < 0))))


def are_whole(model: Model) -> bool:
    """Whether every answer's cost is a whole number."""
    tables = model.tables
    priced = (
        model.base[model.base < NEVER], model.off_base[model.off_base < NEVER],
        model.under, model.over,
    )  # fmt: skip
    return (
        all(bool(np.all(part == np.round(part))) for part in priced)
        and float(tables.weekend_price).is_integer()
        and tables.unit_price == 0.0
        and bool(np.all(tables.moves == np.round(tables.moves)))
        and bool(np.all(tables.half_weekend == np.round(tables.half_weekend)))
        and all(_are_whole_spans(spans) for spans in (tables.soft_units, tables.soft_weekends))
        and float(model.constant).is_integer()
    )


def _are_whole_spans(spans: Floats) -> bool:
    """Whether soft limits on a sum, those with a price, make whole costs of whole sums."""
    priced = spans[(spans[:, 2:] > 0).any(axis=1)]
    finite = priced[np.isfinite(priced)]
    return bool(np.all(finite == np.round(finite)))
