"""The pages' code runs as it stands, and what they link to is there."""

import re
from pathlib import Path

import pytest

from qixin.planning.pairing.solve import warm_up as warm_pairing
from qixin.planning.portfolio.ahead import compiling
from qixin.planning.rosters.solve import warm_up as warm_rosters
from qixin.planning.routes.solve import warm_up as warm_routes

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [
    "planning.md",
    *(f"planning/{name}.md" for name in ("rosters", "pairing", "routes", "portfolio")),
]


@pytest.fixture(scope="module")
def compiled():
    """The pages' limits are for searching, not for compiling on a machine that never did."""
    for warm_up in (warm_rosters, warm_pairing, warm_routes):
        warm_up()
    compiling().wait()


@pytest.mark.parametrize("name", PAGES)
def test_the_code_on_a_page_runs_and_claims_something(name, compiled):
    page = DOCS / name
    code = "\n".join(
        re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    )
    assert re.search(r"^assert ", code, re.MULTILINE)
    exec(compile(code, str(page), "exec"), {"__name__": "page"})


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_links_to_is_there(name):
    page = DOCS / name
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []
