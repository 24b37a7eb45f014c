"""Who acts: a signed-in user, or one of a few that have no account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """What an action needs to know of whoever acts. `people.User` is one."""

    @property
    def actor_kind(self) -> str: ...

    @property
    def actor_id(self) -> int | None: ...

    @property
    def on_behalf_of(self) -> int | None: ...


@dataclass(frozen=True)
class Anyone:
    actor_kind: str
    actor_id: int | None = None
    on_behalf_of: int | None = None


SYSTEM = Anyone("system")
RESIDENT = Anyone("resident")


def api_client(key_id: int) -> Anyone:
    """Another system that holds an API key."""
    return Anyone("api", key_id)
