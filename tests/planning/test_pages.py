"""The pages' code runs as it stands."""

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "planning"


@pytest.mark.parametrize("name", ["portfolio", "rosters", "pairing"])
def test_the_code_on_a_page_runs(name, capsys):
    page = PAGES / f"{name}.md"
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    exec(compile("\n".join(blocks), str(page), "exec"), {"__name__": "page"})
    assert "optimal" in capsys.readouterr().out + page.read_text(encoding="utf-8")
