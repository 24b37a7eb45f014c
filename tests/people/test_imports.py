"""Imports of areas, units and persons: what goes in, what comes back; the counts add up."""

import csv
import itertools

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qixin.core.actors import SYSTEM
from qixin.core.imports import run_import
from qixin.core.models import Entry, ImportRun
from qixin.core.sheets import SheetError
from qixin.people.enums import RegistrationState, Role
from qixin.people.models import Area, Grant, HomeRegistration, Membership, Person, Unit
from tests.people.factories import make_community, make_town, make_unit

pytestmark = pytest.mark.django_db
ID_NUMBER = "11010519491231002X"


def sheet(tmp_path, *rows, name="persons.csv", encoding="utf-8"):
    path = tmp_path / name
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def imported(path, kind="people", **more):
    result = run_import(kind=kind, path=path, by=SYSTEM, **more)
    assert result.rows == (result.created + result.updated + result.unchanged + result.rejected)
    return result


def reasons(result):
    with open(result.rejected_file, encoding="utf-8-sig", newline="") as file:
        return [row[-1] for row in csv.reader(file)][1:]


def test_a_person_comes_in_with_unit_community_and_role(tmp_path):
    unit = make_unit("区应急管理局")
    community = make_community(make_town())
    path = sheet(
        tmp_path,
        ["姓名", "手机号", "身份证号", "单位", "职务", "居住社区", "角色"],
        ["演练乙", "19900001234", ID_NUMBER, "区应急管理局", "科员", "晏婴社区", "经办人"],
    )
    assert imported(path).created == 1
    person = Person.objects.get(name="演练乙")
    assert (person.phone, person.id_number) == ("19900001234", ID_NUMBER)
    assert Membership.objects.get(person=person).unit == unit
    home = HomeRegistration.objects.get(person=person)
    assert (home.community, home.state) == (community, RegistrationState.CONFIRMED)
    grant = Grant.objects.get(person=person)
    assert (grant.role, grant.unit) == (Role.OFFICER, unit)


def test_the_same_file_again_changes_nothing(tmp_path):
    make_unit("区应急管理局")
    path = sheet(
        tmp_path,
        ["姓名", "手机号", "单位", "角色"],
        ["演练乙", "19900001234", "区应急管理局", "队员"],
        ["演练丙", "", "区应急管理局", ""],
    )
    assert imported(path).created == 2
    again = imported(path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert Person.objects.count() == Membership.objects.count() == 2
    assert Grant.objects.count() == 1


def test_a_number_in_full_width_digits_is_the_same_number(tmp_path):
    make_unit("甲单位")
    path = sheet(
        tmp_path,
        ["姓名", "手机号"],
        ["演练乙", "19900001234"],
        ["演练乙", "＋８６ １９９-０００ ０１２３４"],
    )
    result = imported(path)
    assert (result.created, result.unchanged) == (1, 1)


@pytest.mark.parametrize(
    ("phone", "id_number", "column"),
    [
        ("1990000123", "", "手机号"),
        ("12345678901", "", "手机号"),
        ("19900001234", "110105194912310021", "身份证号"),
        ("19900001234", "110105194913310025", "身份证号"),
        ("19900001234", "110105194912310000", "身份证号"),
    ],
)
def test_a_number_that_cannot_be_right_is_given_back_with_its_column(
    tmp_path, phone, id_number, column
):
    path = sheet(tmp_path, ["姓名", "手机号", "身份证号"], ["演练乙", phone, id_number])
    result = imported(path)
    assert result.rejected == 1
    with open(result.rejected_file, encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][-2] == column
    assert not Person.objects.exists()


def test_a_telephone_of_somebody_else_is_given_back_without_their_name(tmp_path):
    path = sheet(tmp_path, ["姓名", "手机号"], ["演练乙", "19900001234"], ["张三丰", "19900001234"])
    result = imported(path)
    assert (result.created, result.rejected) == (1, 1)
    assert "演练乙" not in reasons(result)[0]


def test_two_different_telephones_for_one_id_number_are_not_both_taken(tmp_path):
    path = sheet(
        tmp_path,
        ["姓名", "手机号", "身份证号"],
        ["演练乙", "19900001234", ID_NUMBER],
        ["演练乙", "19900001235", ID_NUMBER],
    )
    result = imported(path)
    assert (result.created, result.rejected) == (1, 1)
    assert Person.objects.get().phone == "19900001234"


def test_a_community_whose_name_stands_twice_is_asked_for(tmp_path):
    wen, xue = make_town(), make_town("370305002", "雪宫街道")
    make_community(wen, name="桃园社区")
    wanted = make_community(xue, name="桃园社区")
    header = ["姓名", "手机号", "居住社区"]
    result = imported(sheet(tmp_path, header, ["演练乙", "19900001234", "桃园社区"]))
    assert result.rejected == 1
    assert "闻韶街道/桃园社区" in reasons(result)[0]
    assert "雪宫街道/桃园社区" in reasons(result)[0]
    for serial, said in enumerate(
        ["雪宫街道/桃园社区", "雪宫街道桃园社区", wanted.code, "雪宫 桃园"]
    ):
        row = [f"演练{serial}", f"1990000200{serial}", said]
        assert imported(sheet(tmp_path, header, row)).created == 1
    assert HomeRegistration.objects.filter(community=wanted).count() == 4


def test_a_role_that_decides_for_others_is_not_given_by_a_file(tmp_path):
    path = sheet(tmp_path, ["姓名", "手机号", "角色"], ["演练乙", "19900001234", "administrator"])
    assert imported(path).rejected == 1
    assert not Grant.objects.exists()


def test_gb18030_and_title_rows_are_read(tmp_path):
    make_unit("甲单位")
    path = sheet(
        tmp_path,
        ["临淄区下沉党员名单", "", ""],
        ["基本情况", "", "单位"],
        ["姓名", "手机号", ""],
        ["演练㐀", "19900001234", "甲单位"],
        encoding="gb18030",
    )
    assert imported(path).created == 1
    assert Membership.objects.get().person.name == "演练㐀"


def test_units_are_told_apart_by_credit_code_then_name(tmp_path):
    header = ["单位名称", "单位类型", "统一社会信用代码", "上级单位"]
    rows = [
        ["甲局", "政府部门", "91110000600037341L", ""],
        ["甲局下属中心", "事业单位", "", "甲局"],
        ["乙局", "衙门", "", ""],
        ["丙局", "政府部门", "91110000600037342L", ""],
    ]
    result = imported(sheet(tmp_path, header, *rows), kind="units")
    assert (result.created, result.rejected) == (2, 2)
    assert Unit.objects.get(name="甲局下属中心").parent.name == "甲局"
    renamed = ["甲局改名", "政府部门", "91110000600037341L", ""]
    assert imported(sheet(tmp_path, header, renamed), kind="units").updated == 1


def test_an_area_whose_town_is_missing_is_given_back(tmp_path):
    path = sheet(
        tmp_path,
        ["code", "name"],
        ["370305001005", "辛东社区居委会"],
        ["370305001", "闻韶街道"],
        ["370305", "临淄区"],
        ["370305009001", "无名村"],
    )
    result = imported(path, kind="areas")
    assert (result.created, result.rejected) == (3, 1)
    assert Area.objects.get(code="370305001005").parent.name == "闻韶街道"
    assert imported(path, kind="areas").unchanged == 3


def test_each_batch_leaves_a_line_without_personal_data(tmp_path):
    path = sheet(tmp_path, ["姓名", "手机号"], ["演练乙", "19900001234"])
    result = imported(path)
    line = Entry.objects.get(verb="core.rows_imported")
    assert line.subject_id == result.run_id
    assert line.detail == {
        "kind": "people", "created": 1, "updated": 0, "unchanged": 0, "rejected": 0
    }  # fmt: skip


def test_a_file_that_is_no_sheet_fails_with_its_reason(tmp_path):
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(SheetError):
        run_import(kind="people", path=path, by=SYSTEM)
    assert ImportRun.objects.get().reason


def test_rejected_rows_of_a_workbook_come_back_as_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["姓名", "手机号"])
    book.active.append(["演练乙", 19900001234])
    book.active.append(["演练丙", 199])
    book.save(tmp_path / "a.xlsx")
    result = imported(tmp_path / "a.xlsx")
    assert (result.created, result.rejected) == (1, 1)
    back = openpyxl.load_workbook(result.rejected_file).active
    assert back.cell(2, 1).value == "演练丙"
    assert back.cell(2, 3).value == "3"


_serial = itertools.count()
_rows = st.lists(
    st.tuples(
        st.sampled_from(["演练甲", "演练乙", "", "=1+1", "演练丙" * 40]),
        st.sampled_from(["", "19900001111", "１９９００００２２２２", "坏", "1990000333"]),
        st.sampled_from(["", ID_NUMBER, "11010519491231002x", "1"]),
        st.sampled_from(["", "甲单位", "乙单位"]),
        st.sampled_from(["", "队员", "经办人", "皇帝"]),
    ),
    max_size=25,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=_rows)
def test_whatever_the_rows_counts_add_up_and_a_second_time_changes_nothing(tmp_path, db, rows):
    Unit.objects.get_or_create(name="甲单位", defaults={"kind": "other"})
    header = ["姓名", "手机号", "身份证号", "单位", "角色"]
    path = sheet(tmp_path, header, *rows, name=f"{next(_serial)}.csv")
    first = imported(path)
    assert first.rows == sum(any(row) for row in rows)
    before = (Person.objects.count(), Membership.objects.count(), Grant.objects.count())
    second = imported(path)
    assert (second.created, second.updated) == (0, 0)
    assert second.rejected == first.rejected
    assert before == (Person.objects.count(), Membership.objects.count(), Grant.objects.count())


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_who_stands_by_name_alone_is_told_from_those_with_numbers_in_any_order(tmp_path, order):
    make_unit("甲单位")
    given = [
        ["演练甲", "19900001111", "甲单位"], ["演练甲", "", "甲单位"], ["演练乙", "", "甲单位"],
    ]  # fmt: skip
    path = sheet(tmp_path, ["姓名", "手机号", "单位"], *[given[at] for at in order])
    first, second = imported(path), imported(path)
    assert (first.created, first.unchanged, first.rejected) == (2, 1, 0)
    assert (second.created, second.unchanged, second.rejected) == (0, 3, 0)
