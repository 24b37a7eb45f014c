"""What an import says when it is over."""

import pytest
from django.utils.translation import override

from qixin.core.actors import SYSTEM
from qixin.core.imports import run_import

pytestmark = pytest.mark.django_db


def imported(tmp_path, content):
    path = tmp_path / "单位.csv"
    path.write_text(content, encoding="utf-8")
    return run_import(kind="units", path=path, by=SYSTEM)


def test_a_column_that_nobody_knows_is_not_dropped_in_silence(tmp_path):
    with override("zh-hans"):
        said = imported(tmp_path, "单位,高德经度\n演练一局,118.3\n").remarks
    assert any("高德经度" in remark for remark in said)


def test_what_a_file_of_rejected_rows_bears_at_its_end_is_no_unknown_column(tmp_path):
    assert not imported(tmp_path, "单位,行号,列,原因\n演练一局,3,单位,此项必填\n").remarks


def test_the_counts_are_said_in_the_readers_language(tmp_path):
    result = imported(tmp_path, "单位\n演练一局\n")
    with override("zh-hans"):
        assert "共1行：新增1" in result.summary
    with override("en"):
        assert "1 rows: 1 new" in result.summary
