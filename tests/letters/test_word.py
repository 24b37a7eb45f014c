"""The Word document, measured in its own XML: GB/T 9704-2012, as the PDF."""

import io
import zipfile
from dataclasses import replace

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.urls import reverse

from qixin.letters import actions
from qixin.letters.typesetting import blocks_of, word_document
from qixin.people.enums import Role
from tests.letters.factories import make_recipient
from tests.letters.test_typesetting import SHEET
from tests.letters.test_views import page_of, signed_in
from tests.people.factories import make_user

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 1440 / 25.4
# ISO/IEC 29500-1, annex A: sequences, of which Word takes no other order. Row properties have none.
IN_ORDER = {
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "pPr": "pStyle keepNext keepLines widowControl pBdr shd tabs kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN adjustRightInd snapToGrid spacing ind jc rPr sectPr",
    "rPr": "rStyle rFonts b i noProof snapToGrid color spacing w kern position sz szCs lang",
    "tblPr": "tblStyle tblpPr tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "tblBorders": "top left bottom right insideH insideV",
}


def parts(sheet):
    with zipfile.ZipFile(io.BytesIO(word_document(sheet))) as archive:
        return {
            name: ElementTree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def value(element, path, name):
    return element.find(path.replace("w:", W)).get(f"{W}{name}")


def paragraphs(sheet):
    """Paragraphs outside of tables, in order."""
    return parts(sheet)["word/document.xml"].findall(f"{W}body/{W}p")


def words(element):
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def said_by(sheet, text):
    return next(one for one in paragraphs(sheet) if text in words(one))


def test_the_block_is_156_by_225_millimetres_with_22_lines_of_28_characters():
    section = parts(SHEET)["word/document.xml"].find(f"{W}body/{W}sectPr")
    page = {name: int(value(section, "w:pgSz", name)) for name in ("w", "h")}
    margin = {
        side: int(value(section, "w:pgMar", side)) for side in ("top", "bottom", "left", "right")
    }
    assert (page["w"] / MM, page["h"] / MM) == pytest.approx((210, 297), abs=0.1)
    assert (margin["top"] / MM, margin["left"] / MM) == pytest.approx((37, 28), abs=0.1)
    wide = page["w"] - margin["left"] - margin["right"]
    tall = page["h"] - margin["top"] - margin["bottom"]
    assert (wide / MM, tall / MM) == pytest.approx((156, 225), abs=0.1)
    assert value(section, "w:docGrid", "type") == "linesAndChars"
    assert tall // int(value(section, "w:docGrid", "linePitch")) == 22
    character = 16 + int(value(section, "w:docGrid", "charSpace")) / 4096
    assert int(wide / 20 / character) == 28


def test_the_body_is_fangsong_of_16_points_on_lines_of_the_grid_with_two_characters_indent():
    paragraph = said_by(SHEET, "盼予支持并复函。")
    assert value(paragraph, "w:pPr/w:ind", "firstLineChars") == "200"
    spacing = paragraph.find(f"{W}pPr/{W}spacing")
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("579", "exact")
    assert value(paragraph, "w:r/w:rPr/w:sz", "val") == "32"
    # 28 fit without the grid, which only Word takes for the width of characters
    closer = int(value(paragraph, "w:r/w:rPr/w:spacing", "val"))
    assert 28 * (320 + closer) <= 156 * MM < 29 * (320 + closer)
    assert value(paragraph, "w:pPr/w:snapToGrid", "val") == "0"
    assert value(paragraph, "w:r/w:rPr/w:snapToGrid", "val") == "0"
    assert value(paragraph, "w:r/w:rPr/w:rFonts", "eastAsia") == "仿宋_GB2312"


def test_headings_stand_in_hei_and_kai_up_to_their_full_stop():
    sheet = replace(SHEET, body="一、总体要求\n（一）放行。凭证放行。\n1.查验。")
    told = [
        (words(run), value(run, "w:rPr/w:rFonts", "eastAsia"))
        for paragraph in paragraphs(sheet)
        for run in paragraph.findall(f"{W}r")
    ]
    assert ("一、总体要求", "黑体") in told
    assert ("（一）放行。", "楷体_GB2312") in told
    assert ("凭证放行。", "仿宋_GB2312") in told
    assert ("1.查验。", "仿宋_GB2312") in told


def test_the_heading_is_red_and_the_number_stands_over_a_red_rule():
    heading = said_by(SHEET, SHEET.heading)
    assert value(heading, "w:r/w:rPr/w:color", "val") == "E60012"
    assert value(heading, "w:r/w:rPr/w:rFonts", "eastAsia") == "方正小标宋简体"
    # the line holds it, whatever its length
    assert int(value(heading, "w:r/w:rPr/w:sz", "val")) / 2 * len(SHEET.heading) <= 156 * MM / 20
    rule = said_by(SHEET, "〔2020〕12号").find(f"{W}pPr/{W}pBdr/{W}bottom")
    assert (rule.get(f"{W}color"), int(rule.get(f"{W}sz")) / 8) == ("E60012", 2)


def test_the_title_is_of_22_points_and_the_date_ends_four_characters_in():
    assert value(said_by(SHEET, "关于商请"), "w:r/w:rPr/w:sz", "val") == "44"
    day = said_by(SHEET, "2020年2月8日")
    # the name, which is longer, ends there too; half a character is left free on either side
    assert int(value(day, "w:pPr/w:ind", "right")) == pytest.approx(3.5 * 156 * MM / 28, abs=1)


def test_pages_are_numbered_outside_right_on_odd_left_on_even_ones():
    found = parts(SHEET)
    assert found["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None
    names = {one.get("Id"): one.get("Target") for one in found["word/_rels/document.xml.rels"]}
    told = {}
    for reference in found["word/document.xml"].iter(f"{W}footerReference"):
        key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
        footer = found[f"word/{names[reference.get(key)]}"]
        assert "PAGE" in "".join(one.text for one in footer.iter(f"{W}instrText"))
        assert words(footer) == "—  —"
        told[reference.get(f"{W}type")] = value(footer, "w:p/w:pPr/w:jc", "val")
    assert told == {"default": "right", "even": "left"}


def test_a_table_is_as_wide_as_the_text_and_its_header_comes_again():
    rows = "\n".join(f"| 冀A{n:05d} | 演练运输有限公司 |" for n in range(60))
    sheet = replace(SHEET, body=f"明细如下。\n| 车牌号 | 承运单位 |\n|---|---|\n{rows}\n| 缺 |")
    table = parts(sheet)["word/document.xml"].findall(f"{W}body/{W}tbl")[1]
    lines = table.findall(f"{W}tr")
    assert [words(one) for one in lines[0].findall(f"{W}tc")] == ["车牌号", "承运单位"]
    assert [one.find(f"{W}trPr/{W}tblHeader") is not None for one in lines] == [True] + [False] * 61
    assert all(one.find(f"{W}trPr/{W}cantSplit") is not None for one in lines)
    wide = sum(int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol"))
    assert wide / MM == pytest.approx(156, abs=0.2)


def test_the_imprint_floats_to_the_foot_of_the_last_page():
    imprint = parts(SHEET)["word/document.xml"].findall(f"{W}body/{W}tbl")[-1]
    place = imprint.find(f"{W}tblPr/{W}tblpPr")
    assert (place.get(f"{W}vertAnchor"), place.get(f"{W}tblpYSpec")) == ("margin", "bottom")
    # LibreOffice lets a table as wide as the text float only where it is placed from the edge
    assert place.get(f"{W}horzAnchor") == "page"
    assert int(place.get(f"{W}tblpX")) / MM == pytest.approx(28, abs=0.1)
    assert "抄送：区交通运输局。" in words(imprint)
    assert "2020年2月8日印发" in words(imprint)


def test_attachments_hang_under_their_first_name():
    sheet = replace(SHEET, attachments=["运输车辆明细表", "备案表"])
    first, second = said_by(sheet, "运输车辆明细表"), said_by(sheet, "备案表")
    assert words(first).startswith("附件：1.")
    left = {value(one, "w:pPr/w:ind", "left") for one in (first, second)}
    assert len(left) == 1
    starts = int(left.pop()) - int(value(first, "w:pPr/w:ind", "hanging"))
    assert starts == pytest.approx(2 * 156 * MM / 28, abs=2)


def test_the_metadata_name_title_number_and_sender():
    core = parts(SHEET)["docProps/core.xml"]
    told = {one.tag.rpartition("}")[2]: one.text for one in core}
    assert (told["title"], told["subject"]) == (SHEET.title, SHEET.number)
    assert told["creator"] == told["lastModifiedBy"] == SHEET.signature


def test_a_copy_bears_its_code_and_link_and_a_draft_says_so():
    link = "http://127.0.0.1:8000/letter/abc/"
    with zipfile.ZipFile(io.BytesIO(word_document(replace(SHEET, link=link)))) as archive:
        assert any(name.startswith("word/media/") for name in archive.namelist())
        assert link in archive.read("word/document.xml").decode()
    draft = parts(replace(SHEET, number="", date=""))
    assert "草稿" in words(draft["word/document.xml"])


@pytest.mark.parametrize("part", ["word/document.xml", "word/footer1.xml", "word/footer2.xml"])
def test_properties_stand_in_the_order_in_which_word_reads_them(part):
    sheet = replace(
        SHEET, link="http://127.0.0.1:8000/letter/abc/", attachments=["甲", "乙"],
        body="一、要求\n（一）放行。凭证。\n| 甲 | 乙 |\n| 1 | 2 |",
    )  # fmt: skip
    told = parts(sheet)[part]
    seen = set()
    for name, order in IN_ORDER.items():
        for properties in told.iter(f"{W}{name}"):
            children = [one.tag.removeprefix(W) for one in properties]
            assert children == sorted(children, key=order.split().index), name
            seen |= {name} if children else set()
    assert seen == set(IN_ORDER) if "document" in part else {"pPr", "rPr"}


def test_words_that_xml_cannot_hold_are_left_out_and_markup_stays_text():
    body = "a\x01b\ufffec <w:p/> & 𠮷"
    assert said_by(replace(SHEET, body=body), "abc <w:p/> & 𠮷") is not None


def test_ten_pages_and_a_very_long_title_become_a_document():
    sheet = replace(SHEET, title="关于协助运输车辆通行的函" * 16, body="汉" * 6_000)
    assert "汉" * 6_000 in words(parts(sheet)["word/document.xml"])


def test_a_table_of_rules_alone_is_no_table():
    assert [one.kind for one in blocks_of("|---|\n正文。")] == ["p"]


@pytest.mark.django_db
def test_the_recipient_and_the_workbench_download_it_and_a_recalled_letter_gives_none():
    recipient, by = make_recipient(), make_user(Role.COMMANDER)
    number = recipient.letter.number
    copy = reverse("letters:public_docx", args=[recipient.token])
    for client, address in (
        (Client(), copy),
        (signed_in(by), reverse("letters:docx", args=[number])),
    ):
        answer = client.get(address)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{number}.docx"'
        assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    actions.recall(letter=recipient.letter, reason="内容有误", by=by)
    assert Client().get(copy).status_code == 409


@pytest.mark.django_db
def test_a_table_of_a_letter_is_a_table_on_its_pages_with_plates_masked_in_the_workbench():
    recipient = make_recipient(
        body="明细：\n| 车牌号 | 货物 |\n|---|---|\n| 冀A00012 | <b>布</b> |"
    )
    public = Client().get(reverse("letters:answer", args=[recipient.token])).content.decode()
    ours = page_of(signed_in(make_user(Role.COMMANDER)), "detail", recipient.letter.number)
    for page in (public, ours):
        assert '<th scope="col">车牌号</th>' in page
        assert "<td>&lt;b&gt;布&lt;/b&gt;</td>" in page
    assert "<td>冀A00012</td>" in public
    assert "冀A00012" not in ours
