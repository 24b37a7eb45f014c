"""Imports of reports: good rows go in once, bad ones come back, odd ones are noted."""

import csv
import json

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from qixin.core.actors import SYSTEM
from qixin.core.clock import local
from qixin.core.coordinates import gcj02_from_wgs84
from qixin.core.imports import run_import
from qixin.core.models import Entry
from qixin.core.sheets import SheetError
from qixin.people.models import Area
from qixin.reports.enums import LabelKind, Precision, Source, Urgency
from qixin.reports.models import Label, Report
from tests.people.factories import make_community, make_district, make_town

pytestmark = pytest.mark.django_db
HEADER = ["时间", "地址", "经度", "纬度", "微博内容", "紧急", "分类"]
SQUARE = [[118.0, 36.5], [118.6, 36.5], [118.6, 37.1], [118.0, 37.1], [118.0, 36.5]]


@pytest.fixture
def district():
    made = make_district()
    Area.objects.filter(pk=made.pk).update(
        boundary={"type": "Polygon", "coordinates": [SQUARE]}, lng=118.3, lat=36.8
    )
    return make_town(lng=118.31, lat=36.81)


def sheet(tmp_path, *rows, header=HEADER, encoding="utf-8", name="posts.csv"):
    path = tmp_path / name
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows] if header else rows)
    return path


def row(text="求助", at="Thu Jul 22 01:58:33 +0800 2021", lng="118.25", lat="36.75", **more):
    return [at, more.get("address", ""), lng, lat, text, more.get("urgent", ""),
            more.get("service", "")]  # fmt: skip


def imported(path, kind="reports", language="en"):
    with translation.override(language):
        result = run_import(kind=kind, path=path, by=SYSTEM)
    assert result.rows == result.created + result.updated + result.unchanged + result.rejected
    return result


def reasons(result):
    with open(result.rejected_file, encoding="utf-8-sig", newline="") as file:
        return [line[-2:] for line in csv.reader(file)][1:]


def test_a_post_comes_in_with_its_time_place_and_line_in_the_journal(tmp_path, district):
    Label.objects.create(kind=LabelKind.SERVICE, code="rescue-1", name="求救")
    path = sheet(tmp_path, row("一家四口被困", address="晏婴路", urgent="特急", service="求救"))
    assert imported(path).created == 1
    report = Report.objects.get()
    assert local(report.occurred_at).isoformat() == "2021-07-22T01:58:33+08:00"
    assert (report.source, report.urgency) == (Source.IMPORT, Urgency.EMERGENCY)
    assert (report.precision, report.town, report.service_code) == (
        Precision.EXACT, district, "rescue-1",
    )  # fmt: skip
    assert Entry.objects.filter(verb="reports.received", subject_id=report.pk).count() == 1


def test_the_same_file_again_adds_nothing(tmp_path, district):
    path = sheet(tmp_path, row("甲"), row("乙"), row("甲"))
    first = imported(path)
    assert (first.created, first.unchanged) == (2, 1)
    again = imported(path)
    assert (again.created, again.unchanged) == (0, 3)
    assert Entry.objects.filter(verb="reports.received").count() == 2


@pytest.mark.parametrize(
    ("lng", "lat"),
    [("", ""), ("118.3", ""), ("36.8", "118.3"), ("0", "0"), ("东", "北"), ("500", "91")],
)
def test_a_blank_or_wrong_coordinate_is_noted_and_the_report_goes_in(tmp_path, district, lng, lat):
    result = imported(sheet(tmp_path, row(lng=lng, lat=lat)))
    assert result.created == 1
    assert Report.objects.get().precision == Precision.NONE
    assert "without a point" in result.remarks[0]


def test_a_point_that_ten_rows_share_is_no_place(tmp_path, district):
    rows = [row(f"第{n}条", lng="118.111", lat="36.611") for n in range(10)]
    rows += [row(f"别处{n}", lng=f"118.2{n:03d}", lat="36.7") for n in range(300)]
    result = imported(sheet(tmp_path, *rows))
    shared = Report.objects.filter(precision=Precision.SHARED)
    assert set(shared.values_list("lng", "town")) == {(118.111, None)}
    assert shared.count() == 10
    assert any("default point" in remark for remark in result.remarks)


def test_in_a_short_file_a_twentieth_is_enough_but_two_never_are(tmp_path, district):
    rows = [row(f"甲{n}", lng="118.111", lat="36.611") for n in range(3)]
    rows += [row(f"乙{n}", lng="118.222", lat="36.622") for n in range(2)]
    rows += [row(f"丙{n}", lng=f"118.2{n:03d}", lat="36.7") for n in range(30)]
    imported(sheet(tmp_path, *rows))
    shared = Report.objects.filter(precision=Precision.SHARED)
    assert set(shared.values_list("lng", flat=True)) == {118.111}


def test_the_point_that_stands_for_the_district_or_a_town_is_no_place(tmp_path, district):
    imported(sheet(tmp_path, row(lng="118.3", lat="36.8"), row("乙", lng="118.31", lat="36.81")))
    assert set(Report.objects.values_list("precision", flat=True)) == {Precision.SHARED}


def test_a_point_outside_the_district_is_marked(tmp_path, district):
    result = imported(sheet(tmp_path, row(lng="113.76", lat="34.77")))
    assert Report.objects.get().precision == Precision.OUTSIDE
    assert "outside the district" in result.remarks[0]


def test_coordinates_of_chinese_maps_are_brought_to_wgs84_where_one_says_so(tmp_path, district):
    there = gcj02_from_wgs84(118.25, 36.75)
    path = sheet(tmp_path, row(lng=str(there.lng), lat=str(there.lat)))
    result = imported(path, kind="reports_gcj02")
    report = Report.objects.get()
    assert (report.lng, report.lat) == pytest.approx((118.25, 36.75), abs=1e-6)
    assert any("GCJ-02" in remark for remark in result.remarks)
    assert imported(path).unchanged == 1


def test_coordinates_that_look_like_gcj02_are_named_in_the_result(tmp_path, district):
    edge = [gcj02_from_wgs84(118.5999, 36.6 + n / 100) for n in range(20)]
    rows = [row(f"第{n}条", lng=str(p.lng), lat=str(p.lat)) for n, p in enumerate(edge)]
    assert any("look like" in remark for remark in imported(sheet(tmp_path, *rows)).remarks)
    inside = [row(f"里{n}", lng=f"118.2{n:02d}", lat="36.7") for n in range(20)]
    assert not any("look like" in r for r in imported(sheet(tmp_path, *inside)).remarks)


@pytest.mark.parametrize(("language", "said"), [("en", "at most 20000"), ("zh-hans", "20000")])
def test_a_text_of_a_hundred_thousand_characters_comes_back(tmp_path, district, language, said):
    result = imported(sheet(tmp_path, row("长" * 100_000), row("短")), language=language)
    assert (result.created, result.rejected) == (1, 1)
    assert said in reasons(result)[0][1]


def test_days_and_months_are_told_apart_by_the_whole_column(tmp_path, district):
    imported(sheet(tmp_path, row("甲", at="03/02/2020"), row("乙", at="25/02/2020")))
    days = {local(r.occurred_at).date().isoformat() for r in Report.objects.all()}
    assert days == {"2020-02-03", "2020-02-25"}


@pytest.mark.parametrize(("language", "said"), [("en", "two days"), ("zh-hans", "两")])
def test_a_date_that_may_be_two_days_comes_back(tmp_path, district, language, said):
    result = imported(sheet(tmp_path, row(at="03/02/2020")), language=language)
    column, reason = reasons(result)[0]
    assert column in ("时间", "Time")
    assert said in reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_does_not_matter(tmp_path, district, encoding):
    imported(sheet(tmp_path, row("需要口罩"), encoding=encoding))
    assert Report.objects.get().text == "需要口罩"


def test_a_header_of_several_rows_is_understood(tmp_path, district):
    path = sheet(
        tmp_path,
        ["求助信息汇总表", "", "", "", ""],
        ["时间", "位置", "坐标", "", "内容"],
        ["", "", "经度", "纬度", ""],
        ["2020-02-03 10:00", "晏婴路", "118.25", "36.75", "需要口罩"],
        header=None,
    )
    assert imported(path).created == 1
    assert Report.objects.get().lat == 36.75


def test_full_width_digits_are_digits(tmp_path, district):
    header = [*HEADER, "联系电话"]
    rows = [
        *row(at="２０２０－０２－０３", lng="１１８．２５", lat="３６．７５"),
        "１９９００００１２３４",
    ]
    imported(sheet(tmp_path, rows, header=header))
    report = Report.objects.get()
    assert (report.lng, report.lat, report.contact_phone) == (118.25, 36.75, "19900001234")


@pytest.mark.parametrize(("language", "said"), [("en", "more than once"), ("zh-hans", "哪")])
def test_a_communitys_name_that_stands_twice_is_asked_back(tmp_path, district, language, said):
    make_community(district, name="新立社区")
    make_community(make_town("370305002", "雪宫街道"), name="新立社区")
    header = [*HEADER, "社区"]
    path = sheet(
        tmp_path, [*row("甲"), "新立社区"], [*row("乙"), "雪宫街道/新立社区"], header=header
    )
    result = imported(path, language=language)
    assert (result.created, result.rejected) == (1, 1)
    column, reason = reasons(result)[0]
    assert column in ("社区", "Community")
    assert said in reason
    assert "雪宫街道" in reason


@pytest.mark.parametrize(("language", "said"), [("en", "cut off"), ("zh-hans", "完整")])
def test_of_a_file_cut_in_half_the_whole_rows_go_in(tmp_path, district, language, said):
    path = sheet(tmp_path, row("第一条"), row("第二条"), row("第三条的话没有说"))
    body = path.read_bytes()
    path.write_bytes(body[: body.rindex("没有".encode()) + 1])
    result = imported(path, language=language)
    assert (result.created, result.rejected) == (2, 1)
    assert said in reasons(result)[0][1]


@pytest.mark.parametrize(("language", "said"), [("en", "lacks"), ("zh-hans", "缺少")])
def test_a_file_without_a_text_column_is_refused_as_a_whole(tmp_path, language, said):
    path = sheet(tmp_path, ["1", "2"], header=["时间", "地址"])
    with translation.override(language), pytest.raises(SheetError) as refused:
        run_import(kind="reports", path=path, by=SYSTEM)
    with translation.override(language):
        assert said in str(refused.value.sentence)


def test_an_unknown_subject_is_noted_by_name(tmp_path, district):
    result = imported(sheet(tmp_path, row(service="求救_招物")))
    assert "求救_招物" in result.remarks[-1]


def test_queries_do_not_grow_with_the_rows_of_a_batch(tmp_path, district):
    path = sheet(tmp_path, *(row(f"第{n}条") for n in range(900)))
    with CaptureQueriesContext(connection) as asked:
        imported(path)
    statements = [one["sql"] for one in asked]
    inserts = [sql for sql in statements if sql.startswith("INSERT")]
    assert len(statements) - len(inserts) <= 30
    # a report and its line of the journal: SQLite, within the process, takes them one by one
    assert len(inserts) <= (1810 if connection.vendor == "sqlite" else 10)


def test_numbers_that_are_taken_are_drawn_again(tmp_path, district, monkeypatch):
    from qixin.core import ids

    drawn = iter(["R1", "R1", "R2", "R2", "R3"] + [f"R{n}" for n in range(4, 50)])
    monkeypatch.setattr(ids, "new_number", lambda prefix, at: next(drawn))
    assert imported(sheet(tmp_path, *(row(f"第{n}条") for n in range(4)))).created == 4


def test_the_command_prints_counts_that_add_up(tmp_path, district):
    from qixin.cli.main import cli

    path = sheet(tmp_path, row("甲"), row("乙", at="03/02/2020"))
    command = ["import", "reports", str(path), "--json", "--rejected", str(tmp_path / "back.csv")]
    done = CliRunner().invoke(cli, command)
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (told["rows"], told["created"], told["rejected"]) == (2, 1, 1)
    assert told["rejected_file"].endswith("back.csv")
    assert CliRunner().invoke(cli, ["import", "nothing", str(path), "--json"]).exit_code == 2
