"""Backup of a running installation into one file, and its restoration elsewhere.

The archive holds the database as of one moment, every stored file, and a manifest with the count of
each table, the last seal and a SHA-256 of each file. Keys are never in it: without them telephone
numbers cannot be read and seals cannot be checked, so they travel by another road (`--keys`).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.core.models import Seal

MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
# Folders of the home that hold what cannot be made again.
FOLDERS = ("attachments", "media", "public")


@dataclass
class Manifest:
    version: str
    at: str
    vendor: str
    counts: dict[str, int]
    last_seal: str
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Manifest:
        return cls(**json.loads(text))


def back_up(archive: Path, *, keys: Path | None = None) -> Manifest:
    """Write `archive` (.tar or .tar.gz) and, if asked, the keys beside it; safe while serving."""
    mode = "w:gz" if archive.suffix == ".gz" else "w"
    draft = archive.with_name(f".{archive.name}.part")
    with tempfile.TemporaryDirectory(dir=settings.QIXIN_HOME) as scratch:
        snapshot = Path(scratch) / DATABASE[connection.vendor]
        counts, last_seal = _snapshot(snapshot)
        manifest = Manifest(
            version("qixin"), clock.now().isoformat(), connection.vendor, counts, last_seal
        )
        with tarfile.open(draft, mode) as tar:
            for name, path in [(snapshot.name, snapshot), *_stored_files()]:
                manifest.files[name] = _add(tar, name, path)
            _add_text(tar, MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    draft.replace(archive)
    if keys:
        _write_keys(keys)
    return manifest


def restore(archive: Path, *, home: Path, keys: Path | None = None) -> Manifest:
    """Lay the archive out under an empty `home`; the database of settings is filled from it.

    Raises Invalid if `home` already holds a database, or a file is missing or was altered.
    """
    if connection.vendor == "sqlite" and _tables():
        raise Invalid(f"{home} already holds a database. Restore into an empty folder.")
    with tempfile.TemporaryDirectory(dir=home) as scratch:
        with tarfile.open(archive) as tar:
            tar.extractall(scratch, filter="data")
        manifest = Manifest.read((Path(scratch) / MANIFEST).read_text(encoding="utf-8"))
        _check_files(Path(scratch), manifest)
        _fill_database(Path(scratch) / DATABASE[manifest.vendor], manifest.vendor)
        for folder in FOLDERS:
            if (source := Path(scratch) / folder).is_dir():
                shutil.copytree(source, home / folder, dirs_exist_ok=True)
    if keys:
        shutil.copy(keys, home / "secrets.json")
        (home / "secrets.json").chmod(0o600)
    return manifest


def count_tables() -> dict[str, int]:
    """Rows of every table of ours, by label."""
    own = [m for m in apps.get_models() if m.__module__.startswith("qixin.")]
    return {model._meta.label: model._default_manager.count() for model in own}


def _tables() -> list[str]:
    return [t for t in connection.introspection.table_names() if t.startswith("core_")]


def _snapshot(target: Path) -> tuple[dict[str, int], str]:
    if connection.vendor == "sqlite":
        return _snapshot_sqlite(target)
    return _snapshot_postgresql(target)


def _snapshot_sqlite(target: Path) -> tuple[dict[str, int], str]:
    # One read transaction over all pages: writers go on, the copy is of one moment.
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy, pages=-1)
        own = {m._meta.label: m._meta.db_table for m in apps.get_models()
               if m.__module__.startswith("qixin.")}  # fmt: skip
        counts = {
            label: copy.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]  # noqa: S608
            for label, table in own.items()
        }
        seal = copy.execute("SELECT digest FROM core_seal ORDER BY last_id DESC LIMIT 1").fetchone()
    return counts, seal[0] if seal else ""


def _snapshot_postgresql(target: Path) -> tuple[dict[str, int], str]:
    """Counts and dump see the same snapshot: the dump imports the one that this session exports."""
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run_tool("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        last = Seal.objects.order_by("-last_id").values_list("digest", flat=True).first()
        return count_tables(), last or ""


def _fill_database(snapshot: Path, vendor: str) -> None:
    if vendor != connection.vendor:
        raise Invalid(f"The archive is of {vendor}, this installation runs on {connection.vendor}.")
    if vendor == "sqlite":
        connection.close()
        target = Path(str(connection.settings_dict["NAME"]))
        os.replace(snapshot, target)
    else:
        _run_tool("pg_restore", "--clean", "--if-exists", "--no-owner", str(snapshot))


def _run_tool(tool: str, *arguments: str) -> None:
    """A PostgreSQL client tool, told where the server is by its own environment variables."""
    path = shutil.which(tool)
    if path is None:
        raise Invalid(f"{tool} is missing. Install PostgreSQL's client (postgresql-client).")
    known = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    place = {variable: str(known[name]) for name, variable in names.items() if known.get(name)}
    database = str(known["dbname"])
    target = ["--dbname", database]
    subprocess.run([path, *target, *arguments], env=os.environ | place, check=True)  # noqa: S603


def _stored_files() -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        root = Path(settings.QIXIN_HOME) / folder
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield f"{folder}/{path.relative_to(root)}", path


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    tar.add(path, arcname=name, recursive=False)
    return digest


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    tar.addfile(entry, io.BytesIO(text.encode()))


def _check_files(folder: Path, manifest: Manifest) -> None:
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise Invalid(f"The archive is incomplete: {name} is missing.")
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise Invalid(f"The archive is damaged: {name} was altered.")


def _write_keys(keys: Path) -> None:
    names = ("QIXIN_FIELD_KEYS", "QIXIN_HASH_KEY", "QIXIN_SEAL_KEY")
    kept = {name: getattr(settings, name) for name in names}
    kept["QIXIN_FIELD_KEYS"] = ",".join(settings.QIXIN_FIELD_KEYS)
    kept["QIXIN_SECRET_KEY"] = settings.SECRET_KEY
    with open(os.open(keys, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(kept, file, indent=1)
