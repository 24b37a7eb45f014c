"""The public search: the one page of readers that is made when it is asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from qixin.core import rate_limits
from qixin.core.rate_limits import Rate, client_address
from qixin.newsroom import selectors
from qixin.newsroom.publication.pages import frame
from qixin.newsroom.selectors.facts import find_answers
from qixin.newsroom.selectors.search import Wanted, search, towns_of_stories

# Many readers share one address behind a carrier's or a village's router.
RATES = (Rate(120, 60), Rate(3_000, 3600))


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """`?q=&column=&town=&since=&until=&page=`, in the reader's own language."""
    wanted = Wanted.from_query(request.GET)
    if request.GET:
        rate_limits.consume("find-stories", key=client_address(request), rates=RATES)
    given = request.GET.get("page", "")
    page = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 1
    kept = {name: value for name, value in request.GET.items() if value and name != "page"}
    context = {
        **frame("index.html"),
        "language_links": [],
        "wanted": wanted,
        "asked": bool(kept),
        "answers": find_answers(wanted.words) if page == 1 else [],
        "found": search(wanted, page=page),
        "columns": selectors.all_columns(),
        "towns": towns_of_stories(),
        "query": urlencode(kept),
    }
    response = render(request, "newsroom/public/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
