"""Laying an archive out in an empty home: wholly, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import DatabaseError, connection

from qixin.cli.archives import databases
from qixin.cli.archives.manifest import MANIFEST, Manifest, demo_marker, places, told
from qixin.config.secrets import NAMES
from qixin.core.errors import Invalid


def restore(archive: Path, *, keys: Path | None = None) -> Manifest:
    """Lay `archive` out under the home, and fill the database of the settings from it.

    Raises Invalid if there is anything in either, if a file is missing or was altered, and where
    rows or the last seal are not those of the manifest; the home is then as it was before (but for
    rows on PostgreSQL, which can only be counted once they are in).
    """
    home = Path(settings.QIXIN_HOME)
    with told("The restoration failed", OSError, sqlite3.Error, DatabaseError):
        _check_emptiness(home)
        with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
            scratch = Path(folder)
            manifest = _unpack(archive, scratch)
            _check_files(scratch, manifest)
            if keys:
                _copy_keys(keys, scratch / "secrets.json")
            copy = scratch / databases.SNAPSHOT[manifest.vendor]
            databases.fill(copy, manifest.counts, manifest.last_seal)
            _put_in_place(scratch, home)
        os.sync()
    return manifest


def _check_emptiness(home: Path) -> None:
    if databases.holds_tables():
        raise Invalid(
            f"The database of {home} already holds tables. Restore into an empty folder, "
            "and on PostgreSQL into an empty database."
        )
    for root in places().values():
        if any(path.is_file() for path in root.rglob("*")):
            raise Invalid(f"{root} already holds files. Restore into an empty folder.")


def _unpack(archive: Path, scratch: Path) -> Manifest:
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                _lay_out(tar, member, scratch)
    except (tarfile.TarError, EOFError, zlib.error) as fault:
        raise Invalid(f"The archive is damaged or was cut short: {fault}.") from fault
    if not (scratch / MANIFEST).is_file():
        raise Invalid(f"The archive is incomplete: {MANIFEST} is missing.")
    manifest = Manifest.read((scratch / MANIFEST).read_text(encoding="utf-8", errors="replace"))
    if manifest.vendor != connection.vendor:
        raise Invalid(
            f"The archive is of {manifest.vendor}, this installation runs on {connection.vendor}."
        )
    return manifest


def _lay_out(tar: tarfile.TarFile, member: tarfile.TarInfo, scratch: Path) -> None:
    """Write a file below `scratch`; an archive of ours holds nothing else.

    By hand: `extractall` has its filters only since Python 3.11.4, and Debian 12 has 3.11.2.
    """
    name = PurePosixPath(member.name)
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or name.is_absolute() or ".." in name.parts:
        raise Invalid(f"The archive is damaged: {member.name} is no file of a backup.")
    target = scratch / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _check_files(scratch: Path, manifest: Manifest) -> None:
    for name, digest in manifest.files.items():
        path = scratch / name
        if not path.is_file():
            raise Invalid(f"The archive is incomplete: {name} is missing.")
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise Invalid(f"The archive is damaged: {name} was altered.")


def _copy_keys(keys: Path, target: Path) -> None:
    try:
        known = json.loads(keys.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise Invalid(f"{keys} is no file of keys that `qixin backup --keys` wrote.") from fault
    if not isinstance(known, dict) or not known.keys() >= set(NAMES):
        raise Invalid(f"{keys} lacks keys: it must hold {', '.join(NAMES)}.")
    with open(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        json.dump(known, file, indent=1)


def _put_in_place(scratch: Path, home: Path) -> None:
    for name, root in places().items():
        if (scratch / name).is_dir():
            if root.is_dir():
                shutil.rmtree(root)  # empty folders
            root.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(scratch / name, root)
    for name, target in (("demo", demo_marker()), ("secrets.json", home / "secrets.json")):
        if (scratch / name).is_file():
            os.replace(scratch / name, target)
