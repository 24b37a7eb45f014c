"""Requests from a sheet: good rows go in, bad rows come back with row, column and reason."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from qixin.core import clock
from qixin.core.errors import Invalid, Refused, TooLarge
from qixin.core.models import Entry
from qixin.core.sheets import SheetError
from qixin.passes import actions
from qixin.passes.models import Pass
from qixin.people.actions import importing
from qixin.people.enums import Role
from tests.passes.factories import DRIVER_ID, make_contact, make_holder
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db
HEADER = ["车牌号", "类别", "货物", "路线", "起始日期", "截止日期", "驾驶员", "电话", "身份证号"]
PLATE, CLASS, CARGO, SINCE, UNTIL, PHONE, ID_NUMBER = 0, 1, 2, 4, 5, 7, 8


@pytest.fixture
def contact():
    return make_contact(make_holder("演练一号机械有限公司"))


def day(offset):
    return date.fromordinal(clock.today().toordinal() + offset)


def row(n, **other):
    cells = [f"冀A{n:05d}", "货物", "熔喷布", "石家庄—临淄", day(1), day(3), "演练丙",
             f"1990000{n:04d}", ""]  # fmt: skip
    for at, cell in other.items():
        cells[int(at.removeprefix("c"))] = cell
    return cells


def sheet(rows, header=HEADER, name="passes.xlsx"):
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    for cells in [header, *rows]:
        page.append(cells)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def rejected_rows(run):
    with storages["attachments"].open(run.rejected_as) as file:
        book = openpyxl.load_workbook(io.BytesIO(file.read()))
    return [[cell.value for cell in line] for line in book.active.iter_rows(min_row=2)]


# What is wrong: the cells, the column that is named, a word of the reason.
FAULTS = [
    ({"c0": "冀А00001"}, "车牌号", "西里尔"),
    ({"c0": "冀AO0001"}, "车牌号", "数字 0"),
    ({"c0": "冀A0001"}, "车牌号", "6 位"),
    ({"c0": ""}, "车牌号", ""),
    ({"c1": "旅游"}, "类别", "货物"),
    ({"c2": "布" * 81}, "货物", ""),
    ({"c5": day(0)}, "截止日期", "早于"),
    ({"c4": day(-9), "c5": day(-8)}, "截止日期", "已过"),
    ({"c5": day(99)}, "截止日期", "最长"),
    ({"c4": "03/02"}, "起始日期", ""),
    ({"c7": "12345"}, "电话", ""),
    ({"c8": "370305190001023451"}, "身份证号", ""),
]


def test_of_500_rows_37_are_wrong_and_463_go_in(contact):
    wrong = {5 + 13 * n: FAULTS[n % len(FAULTS)] for n in range(37)}
    rows = [row(n, **(wrong[n][0] if n in wrong else {})) for n in range(1, 501)]
    run = actions.import_sheet(file=sheet(rows), by=contact)
    assert (run.rows, run.created, run.rejected) == (500, 463, 37)
    assert Pass.objects.count() == 463
    back = rejected_rows(run)
    assert len(back) == 37
    for cells, (n, (_given, column, said)) in zip(back, wrong.items(), strict=True):
        number, named, reason = cells[-3:]
        assert (int(number), named) == (n + 1, column)  # the header is row 1
        assert said in reason
        assert reason
    assert Entry.objects.filter(verb="passes.requested").count() == 463


def test_corrected_rows_go_in_and_the_others_are_known(contact):
    actions.import_sheet(file=sheet([row(1), row(2, c7="12345")]), by=contact)
    run = actions.import_sheet(file=sheet([row(1), row(2)]), by=contact)
    assert (run.created, run.unchanged, run.rejected) == (1, 1, 0)


def test_a_row_that_stands_twice_goes_in_once(contact):
    run = actions.import_sheet(file=sheet([row(1), row(2), row(1)]), by=contact)
    assert (run.created, run.rejected) == (2, 1)
    assert rejected_rows(run)[0][-2] == "车牌号"


def test_a_day_alone_is_meant_to_its_end_and_an_hour_to_the_minute(contact):
    until = f"{day(2)} 18:30"
    actions.import_sheet(file=sheet([row(1), row(2, c5=until)]), by=contact)
    whole, hours = Pass.objects.order_by("plate")
    assert whole.valid_until == clock.day_bounds(day(3))[1]
    assert f"{clock.local(hours.valid_until):%Y-%m-%d %H:%M}" == until


def test_the_drivers_id_number_is_kept(contact):
    actions.import_sheet(file=sheet([row(1, c8=DRIVER_ID)]), by=contact)
    assert Pass.objects.get().driver_id_number == DRIVER_ID


def test_english_headers_are_read(contact):
    header = ["Plate", "Class", "Cargo", "Route", "From", "Until", "Driver", "Telephone"]
    run = actions.import_sheet(file=sheet([row(1, c1="goods")[:8]], header), by=contact)
    assert run.created == 1


def test_whoever_asks_for_several_says_for_which_and_for_no_other():
    holder, other = make_holder("演练二号化工有限公司"), make_holder("演练三号食品有限公司")
    by = make_contact(holder)
    header = [*HEADER, "企业"]
    rows = [[*row(1), holder.name], [*row(2), other.name], [*row(3), ""]]
    run = actions.import_sheet(file=sheet(rows, header), by=by)
    assert (run.created, run.rejected) == (2, 1)
    assert "演练三号" in rejected_rows(run)[0][-1]
    everywhere = make_user(Role.ENTERPRISE_CONTACT)
    run = actions.import_sheet(file=sheet([[*row(4), ""]], header), by=everywhere)
    assert "哪家企业" in rejected_rows(run)[0][-1]


def test_the_reasons_are_in_the_readers_language(contact):
    with translation.override("en"):
        run = actions.import_sheet(file=sheet([row(1, c0="冀AO0001")]), by=contact)
    assert "digit 0" in rejected_rows(run)[0][-1]


def test_what_is_no_sheet_is_refused_with_a_sentence(contact, monkeypatch):
    with pytest.raises(Invalid, match="xlsx"):
        actions.import_sheet(file=SimpleUploadedFile("a.pdf", b"%PDF"), by=contact)
    with pytest.raises(SheetError):
        actions.import_sheet(file=SimpleUploadedFile("a.xlsx", b"no zip"), by=contact)
    with pytest.raises(Refused):
        actions.import_sheet(file=sheet([row(1)]), by=make_user(Role.MEMBER))
    monkeypatch.setattr(importing, "LARGEST_AT_ONCE", 10)
    with pytest.raises(TooLarge):
        actions.import_sheet(file=sheet([row(1)]), by=contact)
