"""A public page as the district serves it, against the page of the same story in Ghost.

Ghost is the blog engine that newsrooms take when they want something fast and simple. It is set up
as its makers ship it: production, SQLite, the theme it begins with, no cache before it, one process
(it knows no more), and nothing that asks other hosts. Both servers run throughout and are asked in
turn.
"""

from __future__ import annotations

import http.client
import json
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qixin.bench.figures import Figure, ratio
from qixin.bench.homes import home_folder, load_district, set_up
from qixin.bench.loads import load
from qixin.bench.servers import PATIENCE_S, WORKERS, free_port, running, serving, tool

if TYPE_CHECKING:
    from qixin.newsroom.models import Story

VERSION = "5.130"
CONNECTIONS = 32
ASKED = "≥ 80 × Ghost"
_SET_UP = (
    f"npm pack ghost@{VERSION}; unpack it; in its folder `npm pkg delete devDependencies` and "
    "`npm install --omit=dev --legacy-peer-deps`; then --ghost FOLDER"
)
_FOLDERS = ("data", "images", "files", "media", "logs", "settings", "public", "adapters")
_API = "/ghost/api/admin"


def measure(*, folder: Path | None, rounds: int, seconds: int) -> Iterator[Figure]:
    """`folder` is the unpacked npm package with what it needs; without it the figure says how to
    get there. Its devDependencies are not asked for: one of them is at no registry."""
    name = f"Public page, {WORKERS} workers, against Ghost's post page"
    if folder is None or not (folder / "node_modules").exists():
        yield Figure(name, f"skipped: {_SET_UP}", ASKED)
        return
    version = json.loads((folder / "package.json").read_text())["version"]
    with home_folder() as home, ExitStack() as servers:
        set_up()
        load_district(reports=20)
        story = _published()
        _process, port = servers.enter_context(serving("--no-jobs", "--no-live"))
        ghost = servers.enter_context(_ghost(folder, home / "ghost"))
        ours = f"http://127.0.0.1:{port}/zh/{story.public_path()}"
        theirs = f"http://127.0.0.1:{ghost}{_post(ghost, story)}"
        own, peer = [], []
        for _round in range(rounds + 1):
            for rates, address in ((own, ours), (peer, theirs)):
                rates.append(load(address, connections=CONNECTIONS, seconds=seconds).rate)
    yield Figure(
        name=name, asked=ASKED, measured=ratio(own[1:], peer[1:]),
        how=f"{rounds} pairs of {seconds} s, {CONNECTIONS} connections, the same text; Ghost "
        f"{version} from npm on Node.js {_node_version()}: production, SQLite, its first theme, "
        "one process, no cache before it",
    )  # fmt: skip


def _published() -> Story:
    from qixin.bench.publishing import Newsroom

    newsroom = Newsroom()
    story = next(newsroom.handed_in(1))
    newsroom.approve(story)
    return story


def _node_version() -> str:
    told = subprocess.run([tool("node", "nodejs"), "--version"], check=True, capture_output=True)  # noqa: S603
    return told.stdout.decode().strip().removeprefix("v")


@contextmanager
def _ghost(package: Path, home: Path) -> Iterator[int]:
    """Ghost on an empty database below `home`: its port."""
    content, port = home / "content", free_port()
    for name in _FOLDERS:
        (content / name).mkdir(parents=True)
    shutil.copytree(package / "content/themes", content / "themes")
    settings = {
        "url": f"http://127.0.0.1:{port}",
        "server__host": "127.0.0.1",
        "server__port": str(port),
        "database__client": "sqlite3",
        "database__connection__filename": str(content / "data/ghost.db"),
        "database__useNullAsDefault": "true",
        "paths__contentPath": str(content),
        "logging__transports": '["file"]',
        "logging__path": str(content / "logs"),
        "mail__transport": "stub",
        "security__staffDeviceVerification": "false",
        "privacy__useTinfoil": "true",
    }
    command = [tool("node", "nodejs"), str(package / "index.js")]
    with running(command, port, {"NODE_ENV": "production", **settings}, folder=package):
        _wait_until_ready(port)
        yield port


def _wait_until_ready(port: int) -> None:
    """It answers 503 while it makes its database."""
    until = time.monotonic() + PATIENCE_S
    while _answer(port, "GET", f"{_API}/site/")[0] != 200:
        if time.monotonic() > until:
            raise click.ClickException("Ghost was not ready in time")
        time.sleep(0.5)


def _post(port: int, story: Story) -> str:
    """The path of a post with the story's title and text, made by the owner of a new Ghost."""
    owner = {
        "name": "Bench", "email": "bench@example.com", "password": secrets.token_urlsafe(24),
        "blogTitle": "Bench",
    }  # fmt: skip
    _ask(port, "/authentication/setup/", {"setup": [owner]})
    session = {"username": owner["email"], "password": owner["password"]}
    cookie = _ask(port, "/session/", session).split(";")[0]
    text = "".join(str(part.value) for part in story.body) or escape(story.summary)
    post = {"title": story.title, "html": text, "status": "published", "slug": "bench"}
    _ask(port, "/posts/?source=html", {"posts": [post]}, cookie)
    return "/bench/"


def _ask(port: int, path: str, body: Any, cookie: str = "") -> str:
    """The cookie that Ghost sets. Raises ClickException if it refuses."""
    headers = {
        "Content-Type": "application/json", "Cookie": cookie, "Accept-Version": f"v{VERSION}",
        "Origin": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    status, told, cookie = _answer(port, "POST", _API + path, json.dumps(body), headers)
    if status >= 400:
        raise click.ClickException(f"Ghost answered {status} to {path}: {told[:300]}")
    return cookie


def _answer(
    port: int, method: str, path: str, body: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, str, str]:  # fmt: skip
    """Status, text, and the cookie that is set."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request(method, path, body, dict(headers or {}))
    answer = line.getresponse()
    return answer.status, answer.read().decode(), answer.getheader("Set-Cookie", "")
