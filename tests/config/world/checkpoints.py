"""What drivers and checkpoints' systems open and send."""

from typing import Any

from qixin.core import clock
from qixin.passes import actions


def addresses(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The link of the pass that is issued, made when it is first asked for."""
    if "driver_link" not in things:
        issued = things["issued"]
        things["driver_link"] = actions.give_link(asked=issued, by=issued.decided_by)
    return {"/pass/": {"token": things["driver_link"].token}}


def bodies(things: dict[str, Any]) -> dict[str, Any]:
    issued = things["issued"]
    passage = {
        "id": "3-000017", "number": issued.number, "plate": issued.plate,
        "at": clock.now().isoformat(), "post": "高速口卡点", "direction": "in", "verdict": "valid",
    }  # fmt: skip
    return {"/api/v1/passes/passages": {"items": [passage]}}
