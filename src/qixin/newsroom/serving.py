"""Public files, by Django where no server of files is before it, and what kind of file each is."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils._os import safe_join
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from qixin.core.errors import NotFound
from qixin.newsroom import publication
from qixin.newsroom.models.addresses import TREES
from qixin.newsroom.publication import feeds, files
from qixin.newsroom.publication.pages import frame, reading_in
from qixin.newsroom.publication.rumours import FOLDER, render_facts_list
from qixin.newsroom.publication.sections import all_sections

TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".ts": "video/mp2t",
    "feed.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
    "sitemap.xml": "application/xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}

EMBEDDED = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors *"


def kind_of(name: str) -> str:
    """The media type of a public file."""
    kind = TYPES.get(name) or TYPES.get(PurePath(name).suffix) or mimetypes.guess_type(name)[0]
    return kind or "application/octet-stream"


def answer(request: HttpRequest, tree: str, path: str) -> HttpResponse:
    """The file at `/tree/path`, or the public page that says there is none."""
    try:
        found = files.root() / safe_join(str(files.root()), tree, path)
    except ValueError as error:
        raise Http404 from error
    if not found.exists() and tree in TREES.values() and path in (FOLDER, f"{FOLDER}index.html"):
        render_facts_list()
    if found.is_dir() or not path:
        found = found / "index.html"
    if not found.is_file() and tree in TREES.values() and path in ("", "index.html"):
        # a fresh installation: nothing was published yet
        publication.render_lists(all_sections())
    if not found.is_file():
        return _missing(tree)
    told = found.stat()
    # A page may be written twice within the second that Last-Modified can tell.
    etag = f'"{told.st_mtime_ns:x}-{told.st_size:x}"'
    unchanged = get_conditional_response(request, etag=etag, last_modified=int(told.st_mtime))
    if unchanged is not None:
        return unchanged
    response = FileResponse(found.open("rb"), content_type=kind_of(found.name))
    response["ETag"], response["Last-Modified"] = etag, http_date(told.st_mtime)
    if found.name == "embed.html":
        # the one page that is made to stand in others' frames
        response.xframe_options_exempt = True  # type: ignore[attr-defined]
        response["Content-Security-Policy"] = EMBEDDED
    return response


def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`; a fresh installation writes it when it is first asked."""
    if not files.exists(feeds.ROBOTS):
        files.write(feeds.ROBOTS, feeds.robots().encode())
    return answer(request, "", feeds.ROBOTS)


def _missing(tree: str) -> HttpResponse:
    language = next((one for one, folder in TREES.items() if folder == tree), "zh-hans")
    with reading_in(language):
        page = render_to_string("newsroom/public/missing.html", frame("index.html"))
    return HttpResponse(page, status=NotFound.status)
