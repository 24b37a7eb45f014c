"""The PDF, measured: GB/T 9704-2012 asks for 22 lines of 28 characters in 156 × 225 mm."""

from collections import defaultdict
from dataclasses import replace

import pypdfium2
import pytest

from qixin.letters.typesetting import Sheet, chosen_fonts, typeset
from qixin.letters.typesetting.setting import title_lines

MM = 72 / 25.4
SHEET = Sheet(
    heading="临淄区复工复产工作专班",
    number="临复工函〔2020〕12号",
    title="关于商请协助演练一号机械有限公司原材料运输车辆通行的函",
    recipients=["石家庄市人民政府", "邯郸市人民政府"],
    body="疫情发生以来，承蒙贵地大力支持。\n盼予支持并复函。",
    signature="临淄区复工复产工作专班",
    date="2020年2月8日",
    copies_to=["区交通运输局"],
    printed_by="区工业和信息化局",
)


def pages(sheet):
    return list(pypdfium2.PdfDocument(typeset(sheet)))


def lines(page, *, of="汉"):
    """Lines of characters `of`: height above the page's foot → (left, right) of each character."""
    text = page.get_textpage()
    found = defaultdict(list)
    for at in range(text.count_chars()):
        if text.get_text_range(at, 1) in of:
            left, bottom, right, _top = text.get_charbox(at, loose=True)
            found[round(bottom)].append((left, right))
    return dict(sorted(found.items(), reverse=True))


@pytest.fixture(scope="module")
def full():
    return pages(replace(SHEET, body="汉" * 6_000))


def test_a_page_has_22_lines_of_28_characters(full):
    second = lines(full[1])
    assert len(second) == 22
    assert {len(line) for line in second.values()} == {28}


def test_the_text_block_is_156_by_225_millimetres_where_it_should_stand(full):
    assert full[1].get_size() == pytest.approx((210 * MM, 297 * MM), abs=0.5)
    second = lines(full[1])
    left = min(one[0] for line in second.values() for one in line)
    right = max(one[1] for line in second.values() for one in line)
    assert left / MM == pytest.approx(28, abs=0.2)
    assert (right - left) / MM == pytest.approx(156, abs=0.3)
    heights = list(second)
    pitch = (heights[0] - heights[-1]) / 21
    assert pitch * 22 / MM == pytest.approx(225, abs=0.5)


def test_ten_pages_and_more_are_numbered_outside_and_end_with_the_imprint(full):
    assert len(full) >= 10
    for at, page in enumerate(full, start=1):
        (foot, dashes), *_ = sorted(lines(page, of="—").items())
        middle = page.get_width() / 2
        assert len(dashes) == 2
        assert all((left > middle) == (at % 2 == 1) for left, _right in dashes)
        assert foot < 35 * MM
    text = full[-1].get_textpage().get_text_range()
    assert "抄送：区交通运输局。" in text
    assert "2020年2月8日印发" in text


def test_the_signature_never_stands_alone_on_a_page():
    for count in range(150, 260, 28):
        body = "\n".join(["汉" * count] * 3)
        for attachments in ([], ["运输车辆明细表", "备案表"]):
            assert lines(pages(replace(SHEET, body=body, attachments=attachments))[-1])


def test_number_title_recipients_and_head_stand_on_the_first_page():
    text = pages(SHEET)[0].get_textpage().get_text_range()
    assert "临复工函〔2020〕12号" in text
    assert "石家庄市人民政府、邯郸市人民政府：" in text
    assert "".join(title_lines(SHEET.title)) in text.replace("\r\n", "")


def test_the_metadata_say_which_fonts_were_used():
    made = pypdfium2.PdfDocument(typeset(SHEET)).get_metadata_dict()
    assert made["Title"] == SHEET.title
    assert made["Subject"] == SHEET.number
    for face, family in chosen_fonts().items():
        assert f"{face}: {family}" in made["Keywords"]


def test_titles_break_between_words_into_lines_of_about_one_length():
    broken = title_lines(SHEET.title)
    assert broken == ["关于商请协助演练一号机械", "有限公司原材料运输车辆通行的函"]
    for title in ("函", "a" * 61, SHEET.title * 5):
        assert "".join(title_lines(title)) == title
        assert max(map(len, title_lines(title))) <= 20


def test_a_long_table_goes_on_over_pages_under_its_header():
    rows = "\n".join(f"| 冀A{n:05d} | 演练运输有限公司 | 熔喷布 |" for n in range(60))
    made = pages(replace(SHEET, body=f"明细如下。\n| 车牌号 | 承运单位 | 货物 |\n{rows}"))
    texts = [page.get_textpage().get_text_range() for page in made]
    assert len(texts) >= 3
    assert all("承运单位" in text for text in texts if "冀A0" in text)
    assert all(sum(f"冀A{n:05d}" in text for text in texts) == 1 for n in range(60))


def test_words_are_never_read_as_markup():
    text = pages(replace(SHEET, body='#panic("x") $a$ *b* @c <d> \\ [e'))[0].get_textpage()
    assert '#panic("x") $a$ *b* @c <d> \\ [e' in text.get_text_range()


def test_a_draft_says_so_and_a_copy_bears_its_link():
    draft = pages(replace(SHEET, number="", date=""))[0].get_textpage().get_text_range()
    assert "草稿" in draft
    copy = pages(replace(SHEET, link="http://127.0.0.1:8000/letter/abc/"))[0]
    assert "http://127.0.0.1:8000/letter/abc/" in copy.get_textpage().get_text_range()
