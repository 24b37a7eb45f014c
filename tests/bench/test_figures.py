"""How figures are counted and shown."""

import json

import pytest
from click.testing import CliRunner

from qixin.bench import figures
from qixin.bench.commands import bench


def test_a_ratio_is_the_median_of_the_pairs():
    assert figures.ratio([70, 80, 90], [100, 100, 100]).startswith("0.80 (0.70 to 0.90)")


@pytest.mark.parametrize(("share", "value"), [(0.5, 3), (0.95, 4), (1.0, 4)])
def test_a_percentile_is_one_of_the_values(share, value):
    assert figures.percentile([4, 1, 3, 2], share) == value


def test_each_form_shows_every_figure(capsys):
    one = figures.Figure("a page", "12 ms", "< 150 ms", "40 requests")
    figures.show(iter([one]), form="json")
    assert json.loads(capsys.readouterr().out)["measured"] == "12 ms"
    figures.show(iter([one]), form="markdown")
    assert "| a page | < 150 ms | 12 ms | 40 requests |" in capsys.readouterr().out


def test_every_benchmark_says_what_it_measures():
    for name, command in bench.commands.items():
        assert command.help, name
    assert CliRunner().invoke(bench, ["--help"]).exit_code == 0
