"""Keys that this installation keeps for itself.

They come from the environment where an operator manages them, else from one file under the home
folder that is made at first start and that only its owner can read. Losing the field keys means
losing every telephone number: `qixin backup` therefore reminds of them, and never packs them.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

NAMES = ("QIXIN_SECRET_KEY", "QIXIN_FIELD_KEYS", "QIXIN_HASH_KEY", "QIXIN_SEAL_KEY")


def load_or_create(home: Path) -> dict[str, str]:
    """Values of `NAMES`, each from the environment, else from `secrets.json`, made if missing."""
    kept = _read(home / "secrets.json")
    missing = [name for name in NAMES if name not in os.environ and name not in kept]
    if missing:
        kept |= {name: _new_key() for name in missing}
        _write(home / "secrets.json", kept)
    return {name: os.environ.get(name) or kept[name] for name in NAMES}


def _new_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _read(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def _write(path: Path, values: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(values, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
