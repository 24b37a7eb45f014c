import codecs
import csv
import io
import zipfile
from contextlib import suppress
from datetime import datetime

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from qixin.core.sheets import (
    CellError,
    CellProblem,
    SheetColumn,
    SheetError,
    open_sheet,
    write_rejected,
)
from qixin.core.sheets.writing import neutralised


def whole_number(cell):
    if not cell.isdigit():
        raise CellProblem("Write a whole number.")
    return int(cell)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


NAME = SheetColumn("name", ("姓名", "Name"), required=True)
PHONE = SheetColumn("phone", ("手机号", "联系电话", "Phone"), required=True)
AGE = SheetColumn("age", ("年龄", "Age"), parse=whole_number)
COLUMNS = [NAME, PHONE, AGE]


def read(content, columns=COLUMNS, filename="名单.csv"):
    with open_sheet(io.BytesIO(content), filename=filename, columns=columns) as sheet:
        return sheet, list(sheet)


def workbook(*rows, merge=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merge:
        book.active.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


PLAIN = "姓名,联系电话,年龄\r\n张三,13800138000,30\r\n李四,13900139000,40\r\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("gb18030"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace("\r\n", "\n").rstrip().encode(),
        ("临淄区人员名单,,\n填报单位：,,\n\n" + PLAIN).encode(),
        PLAIN.replace("联系电话", "联系电话（必填）").replace("姓名", "* 姓 名").encode("gb18030"),
        workbook(
            ["姓名", "联系电话", "年龄"], ["张三", 13800138000, 30], ["李四", 13900139000.0, "40"]
        ),
    ],
)
def test_every_encoding_delimiter_and_kind_gives_the_same_rows(content):
    _sheet, rows = read(content)
    assert [row.values for row in rows] == [
        {"name": "张三", "phone": "13800138000", "age": 30},
        {"name": "李四", "phone": "13900139000", "age": 40},
    ]
    assert not any(row.errors for row in rows)


def test_a_merged_header_behind_a_title_is_found():
    content = workbook(
        ["临淄区在外返乡人员登记表"],
        ["序号", "姓名", "联系方式", None, "年龄"],
        [None, None, "手机号", "座机", None],
        [1, "张三", "13800138000", "7180000", 30],
        merge=["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"],
    )
    columns = [*COLUMNS, SheetColumn("landline", ("联系方式 座机",))]
    sheet, [row] = read(content, columns)
    assert sheet.header == ["序号", "姓名", "联系方式 手机号", "联系方式 座机", "年龄"]
    assert sheet.unused == ["序号"]
    assert row.number == 4
    assert row.values == {"name": "张三", "phone": "13800138000", "age": 30, "landline": "7180000"}


def test_bad_cells_are_named_and_good_rows_stay_good():
    _sheet, rows = read("姓名,Phone,年龄\n张三,1,三十\n\n,2,5\n王五,3,,多\n赵六,4,\n".encode())
    assert [row.number for row in rows] == [2, 4, 5, 6]
    assert [[(e.row, e.column) for e in row.errors] for row in rows] == [
        [(2, "年龄")],
        [(4, "姓名")],
        [(5, "")],
        [],
    ]
    assert str(rows[0].errors[0].reason) == "Write a whole number."
    assert rows[0].values == {"name": "张三", "phone": "1", "age": None}
    assert rows[0].raw == ["张三", "1", "三十"]


def test_a_plain_value_error_does_not_show_its_own_words():
    _sheet, [row] = read(b"name,phone,age\nx,1,y\n", [NAME, PHONE, SheetColumn("age", parse=int)])
    assert "invalid literal" not in str(row.errors[0].reason)
    assert "y" in str(row.errors[0].reason)


def test_a_file_cut_in_half_keeps_its_whole_rows_and_reports_the_last():
    whole = ("姓名,联系电话,年龄\n" + "张三,13800138000,30\n" * 5).encode()
    for cut in range(60, len(whole)):
        _sheet, rows = read(whole[:cut])
        assert all(row.values["phone"] == "13800138000" for row in rows if not row.errors)
        assert len(rows) >= (cut - 28) // 22
    _sheet, rows = read(whole[:-20])
    assert [bool(row.errors) for row in rows] == [False, False, False, False, True]


def test_a_quotation_never_closed_is_reported_where_it_opens():
    _sheet, rows = read('姓名,联系电话\n张三,1\n"李四,2\n王五,3\n'.encode())
    assert [(row.number, bool(row.errors)) for row in rows] == [(2, False), (3, True)]


def zipped(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size in members.items():
            with archive.open(name.replace("__", "/") + ".xml", "w", force_zip64=True) as member:
                for _block in range(size):
                    member.write(b"\0" * (1 << 20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \r\n \n", "empty"),
        (b"\xef\xbb\xbf\n,,\n", "empty"),
        (workbook(), "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xlsx"),
        (b"PK\x03\x04" + b"x" * 100, "damaged"),
        (workbook(["姓名", "手机号"])[:-200], "damaged"),
        (zipped(word__document=0), "no Excel workbook"),
        (zipped(xl__workbook=0), "damaged"),
        (zipped(xl__workbook=0, xl__sharedStrings=101), "too large"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no workbook"),
        (b"%PDF-1.4 \xe2\xe3\xcf\xd3", "no workbook"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "no workbook"),
        (bytes(range(1, 256)) * 8, "cannot be read"),
        ("姓名,年龄\n张三,30\n".encode(), "手机号"),
        (workbook(["姓名", "年龄"], ["张三", 30]), "手机号"),
        (b"1,2,3\n4,5,6\n", "姓名"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, word):
    with pytest.raises(SheetError, match=word):
        read(content, filename="名单.xlsx")


@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(lambda t: ("姓名,手机号\n" + t).encode(errors="replace"))
)
def test_no_bytes_break_the_reading(content):
    with suppress(SheetError):
        read(content)


def test_dates_of_a_workbook_reach_the_parser_as_dates():
    columns = [SheetColumn("when", ("时间",), parse=lambda cell: cell)]
    _sheet, [row] = read(workbook(["时间"], [datetime(2020, 2, 3, 14, 5)]), columns)
    assert row.values["when"] == datetime(2020, 2, 3, 14, 5)
    assert row.raw == ["2020-02-03 14:05:00"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_rejected_rows_come_back_with_their_reason_and_can_be_read_again(tmp_path, suffix):
    _sheet, rows = read("姓名,手机号,年龄\n=cmd(),+86 1,@x\n-1,,5,6\n".encode())
    rows[0].errors.append(CellError(2, "姓名", "=bad"))
    path = tmp_path / f"rejected.{suffix}"
    assert write_rejected(path, ["姓名", "手机号", "年龄"], rows) == 2
    sheet, again = read(path.read_bytes())
    assert sheet.header[:3] == ["姓名", "手机号", "年龄"]
    assert len(sheet.header) == 6
    assert again[0].values["name"] == "=cmd()"
    assert again[0].values["phone"] == "+86 1"
    assert again[0].raw[3] == "2"
    assert again[0].raw[4] == "年龄；姓名"
    for row in again:
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.raw)


@given(st.text())
def test_no_cell_starts_a_formula(cell):
    assert not neutralised(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_path_is_opened_and_closed_again(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text(PLAIN, encoding="utf-8")
    with open_sheet(path, filename=path.name, columns=COLUMNS) as sheet:
        assert next(iter(sheet)).values["name"] == "张三"


def test_ten_thousand_rows_of_twelve_columns_all_come_out():
    file = io.StringIO()
    writer = csv.writer(file)
    columns = [SheetColumn(f"c{n}", parse=str.upper) for n in range(12)]
    writer.writerow([column.name for column in columns])
    writer.writerows([["内容内容"] * 12] * 10_000)
    _sheet, rows = read(file.getvalue().encode(), columns)
    assert len(rows) == 10_000


@pytest.mark.parametrize(
    ("language", "named"),
    [("en", "Name / 姓名, Telephone / 电话."), ("zh-hans", "姓名 / Name、电话")],
)
def test_a_column_that_lacks_is_named_in_the_readers_language(language, named):
    columns = (
        SheetColumn("name", ("姓名", "Name", "名字"), required=True),
        SheetColumn("phone", ("电话", "Telephone"), required=True),
    )
    file = io.BytesIO("甲,乙\n1,2\n".encode())
    with pytest.raises(SheetError) as caught, open_sheet(file, filename="a.csv", columns=columns):
        pass
    with override(language):
        assert named in str(caught.value)
