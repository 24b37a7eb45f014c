"""What drivers and checkpoints' systems open and send."""

from typing import Any

from qixin.core import clock
from qixin.passes import actions
from qixin.passes.models import Pass


def make(issued: Pass) -> dict[str, Any]:
    return {"driver_link": actions.give_link(asked=issued, by=issued.decided_by)}


def addresses(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {"/pass/": {"token": things["driver_link"].token}}


def bodies(things: dict[str, Any]) -> dict[str, Any]:
    issued = things["issued"]
    passage = {
        "id": "3-000017", "number": issued.number, "plate": issued.plate,
        "at": clock.now().isoformat(), "post": "高速口卡点", "direction": "in", "verdict": "valid",
    }  # fmt: skip
    return {"/api/v1/passes/passages": {"items": [passage]}}
