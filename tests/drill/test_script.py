"""The demo's script: grammar, scenario, answers."""

import hashlib
import itertools
import re
from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest

from qixin.drill.cast import BY_KEY, TOPIC, cast
from qixin.drill.district import boundary, communities, district_centre
from qixin.drill.script import FieldReport, answers, scenario
from qixin.drill.script.grammar import PhraseError, _Compiler, subjects

SEED = 2020


@pytest.fixture(scope="module")
def week() -> list[FieldReport]:
    return list(scenario(SEED))


def shingles(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 3] for n in range(max(1, len(text) - 2)))


def nearest(texts: list[str]) -> list[float]:
    """For every text the Jaccard index with its nearest neighbour, by 3-shingles."""
    sets = [shingles(text) for text in texts]
    return [
        max(len(a & b) / len(a | b) for m, b in enumerate(sets) if m != n)
        for n, a in enumerate(sets)
    ]


def test_the_same_seed_gives_the_same_bytes(week: list[FieldReport]) -> None:
    def digest(reports: list[FieldReport]) -> str:
        return hashlib.sha256(repr(reports).encode()).hexdigest()

    assert digest(list(scenario(SEED))) == digest(week)
    assert digest(list(scenario(SEED + 1))) != digest(week)


def test_five_days_of_a_thousand_in_the_order_of_time(week: list[FieldReport]) -> None:
    assert len(week) == 5000
    assert [report.index for report in week] == list(range(5000))
    assert all(a.at <= b.at for a, b in itertools.pairwise(week))
    assert all(report.at.utcoffset() == timedelta(hours=8) for report in week)
    days = Counter(report.at.date() for report in week)
    assert days == {date(2020, 2, day): 1000 for day in range(1, 6)}


def test_the_day_peaks_twice_and_the_night_is_quiet(week: list[FieldReport]) -> None:
    hours = Counter(report.at.hour for report in week)
    assert min(hours[9], hours[10], hours[15], hours[16]) > max(hours[7], hours[12], hours[13])
    assert sum(hours[h] for h in range(5)) < 0.04 * len(week)


def test_texts_are_not_stamped_out(week: list[FieldReport]) -> None:
    fresh = [r.text for r in week if r.duplicate_of is None and r.kind != "noise"]
    assert len(set(fresh)) > 0.99 * len(fresh)
    assert median(nearest(fresh[:800])) < 0.4


def test_every_kind_and_nearly_every_subject_occurs(week: list[FieldReport]) -> None:
    assert {report.kind for report in week} == {"news", "difficulty", "help", "noise"}
    assert {report.subject for report in week} == set(subjects())
    assert {report.urgency for report in week} == {"low", "normal", "high", "urgent"}
    assert {report.language for report in week} == {"zh-Hans", "en"}


def test_a_duplicate_follows_its_original_and_resembles_it(week: list[FieldReport]) -> None:
    again = [report for report in week if report.duplicate_of is not None]
    assert 0.05 * len(week) < len(again) < 0.11 * len(week)
    likeness = []
    for report in again:
        original = week[report.duplicate_of or 0]
        assert original.duplicate_of is None
        assert original.index < report.index
        a, b = shingles(original.text), shingles(report.text)
        likeness.append(len(a & b) / len(a | b))
    assert median(likeness) > 0.6
    assert sum(one < 1 for one in likeness) > 0.5 * len(again)


def test_some_points_are_blank_some_default_some_outside(week: list[FieldReport]) -> None:
    outline = boundary()
    blank = [r for r in week if r.lng is None]
    placed = [(r.lng, r.lat) for r in week if r.lng is not None and r.lat is not None]
    default = sum(point == district_centre() for point in placed)
    outside = sum(not outline.contains(*point) for point in placed)
    assert all(report.lat is None for report in blank)
    assert 300 < len(blank) < 800
    assert 150 < default < 500
    assert 60 < outside < 500


def test_hints_name_what_exists(week: list[FieldReport]) -> None:
    columns = {column.key for column in TOPIC.columns}
    towns = {place.code: place.town_code for place in communities()}
    senders = cast(SEED).correspondents
    for report in week:
        assert report.column_hint is None or report.column_hint in columns
        assert report.department_hint is None or report.department_hint in BY_KEY
        assert towns[report.community_code] == report.town_code
        if report.sender_index is None:
            assert report.group_index is None
        else:
            assert report.group_index == senders[report.sender_index].group_index


def test_telephones_and_plates_in_texts_are_of_the_invented_blocks(
    week: list[FieldReport],
) -> None:
    texts = "\n".join(report.text for report in week)
    phones = re.findall(r"(?<!\d)1\d{10}(?!\d)", texts)
    plates = re.findall(r"[鲁冀豫苏皖浙][A-Z][A-Z0-9]{5}", texts)
    assert len(phones) > 200
    assert len(plates) > 20
    assert all(number.startswith("199000") for number in phones)
    assert all(number[2:5] == "000" for number in plates)
    assert not set(phones) & {person.phone for person in cast(SEED).everyone()}


def test_no_seam_of_the_grammar_shows(week: list[FieldReport]) -> None:
    for report in week:
        assert not re.search(r"[{}<]|\]\]", report.text), report.text
        if report.kind != "noise" and report.duplicate_of is None:
            assert not re.search(r"，，|，。|(?<!。)。。(?!。)", report.text), report.text
            assert not report.text.endswith("，"), report.text


def test_photos_were_taken_before_they_were_sent(week: list[FieldReport]) -> None:
    sent = [(report, photo) for report in week for photo in report.photos]
    assert len(sent) > 1500
    assert all(photo.taken_at is None or photo.taken_at < report.at for report, photo in sent)


def test_snow_falls_on_the_fifth_day_and_not_before(week: list[FieldReport]) -> None:
    assert {report.at.day for report in week if report.subject == "snow"} == {5}


def test_a_headline_names_the_enterprise_that_the_text_names(week: list[FieldReport]) -> None:
    written = answers(SEED)
    companies = cast(SEED).enterprises
    named = 0
    for report in week:
        title = written.headline(report)
        assert 4 <= len(title) <= 60, title
        assert not re.search(r"[{}<|]", title), title
        for company in companies:
            if company.name in title and "演练" in report.text and report.enterprise_index:
                named += company.name in report.text
                assert company.index == report.enterprise_index
    assert named > 50


def test_answers_repeat_themselves_and_close_kindly(week: list[FieldReport]) -> None:
    asked = [report for report in week if report.kind in {"help", "difficulty"}][:300]
    first, second = answers(SEED), answers(SEED)
    texts = [first.answer(report) for report in asked]
    assert texts == [second.answer(report) for report in asked]
    assert len(set(texts)) > 0.9 * len(texts)
    assert not any(re.search(r"[{}<|]", text) for text in texts)
    for write in (first.closing, first.confirmation, first.send_back, first.filing_reason):
        assert all(write(report) for report in asked[:20])


@pytest.mark.parametrize("line", ["[one|two", "one]"])
def test_a_phrase_whose_brackets_do_not_match_is_refused(line: str) -> None:
    with pytest.raises(PhraseError, match="bracket"):
        _Compiler({"text": [line]}, {}).rule("text")
