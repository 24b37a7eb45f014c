"""From a letter's words to a Word document (ISO/IEC 29500) with the measures of GB/T 9704-2012.

Lengths are in twentieths of a point, as Word keeps them. The document names the standard's
typefaces themselves: whoever opens it has them, or sees Word's nearest.
"""

from __future__ import annotations

import io
import re
from typing import Any

import segno
from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from qixin.core import clock
from qixin.letters.typesetting.blocks import Block, blocks_of
from qixin.letters.typesetting.setting import Sheet, title_lines

PAGE = (11906, 16838)
# 37 mm above, 35 mm below, 28 mm left, 26 mm right: what remains is 156 × 225 mm.
MARGINS = {"top": 2098, "bottom": 1984, "left": 1588, "right": 1474}
WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]
HEIGHT = PAGE[1] - MARGINS["top"] - MARGINS["bottom"]
LINES, CHARACTERS = 22, 28
# Rounded down: a twentieth of a point too much, and the page has a line less.
LINE = HEIGHT // LINES
CELL = WIDTH / CHARACTERS
RED = "E60012"
FANGSONG, SONG, HEI, KAI, BIAOSONG = (
    "仿宋_GB2312", "宋体", "黑体", "楷体_GB2312", "方正小标宋简体",
)  # fmt: skip
BODY, TITLE, SMALL, IN_TABLES, NOTE = 16.0, 22.0, 14.0, 12.0, 9.0
# What a character gives up so that 28 of 16 points fit on a line, a tenth of a point more than it
# must: other programs measure a little wider. The grid would say the same, but to them a character
# that is wider than its cell takes two, and a tall line two of the grid's. So nothing is set on the
# grid; it stands in the page's settings for whoever goes on writing.
_CLOSER = int((CELL / 20 - BODY) * 20) - 2
_LARGEST_HEADING = 42.0
_TITLE_LINE, _LEADING = 640, 200
_ROW, _IMPRINT_ROW = 480, 530
# 35 mm from the block's upper edge to the heading.
_HEAD = 1984
# 7 mm below the block stands the page's number, on a line as tall as its characters.
_FOOTER = MARGINS["bottom"] - 397 - 280
# What XML cannot hold.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_document(sheet: Sheet) -> bytes:
    """The .docx. Words are handed over as text, so that nothing in them is read as markup."""
    document = Document()
    _set_page(document)
    _set_styles(document)
    _describe(document, sheet)
    _head(document, sheet)
    _body(document, sheet)
    _attachments(document, sheet)
    _signature(document, sheet)
    _imprint(document, sheet)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    properties = section._sectPr
    for child in list(properties):
        properties.remove(child)
    properties.append(_element("pgSz", w=PAGE[0], h=PAGE[1]))
    margins = MARGINS | {"header": 851, "footer": _FOOTER, "gutter": 0}
    properties.append(_element("pgMar", **margins))
    narrower = round((CELL / 20 - BODY) * 4096 - 0.5)
    grid = {"type": "linesAndChars", "linePitch": LINE, "charSpace": narrower}
    properties.append(_element("docGrid", **grid))
    document.settings.odd_and_even_pages_header_footer = True
    settings = document.settings.element
    settings.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    _footer(section.footer, "right")
    _footer(section.even_page_footer, "left")


def _footer(footer: Any, side: str) -> None:
    """— 1 — on the outside, one character in."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    _shape(
        paragraph,
        line=280,
        align=side,
        left=280 if side == "left" else 0,
        right=280 if side == "right" else 0,
    )
    _run(paragraph, "— ", SONG, SMALL)
    run = _run(paragraph, "", SONG, SMALL)
    for kind in ("begin", "", "end"):
        part = _element("fldChar", fldCharType=kind) if kind else OxmlElement("w:instrText")
        if not kind:
            part.text = " PAGE "
        run._r.append(part)
    _run(paragraph, " —", SONG, SMALL)


def _set_styles(document: Any) -> None:
    style = document.styles["Normal"]
    _font(style.element.get_or_add_rPr(), FANGSONG, BODY)
    style.element.get_or_add_rPr().append(_element("lang", val="zh-CN", eastAsia="zh-CN"))
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)


def _describe(document: Any, sheet: Sheet) -> None:
    told, now = document.core_properties, clock.now().replace(tzinfo=None)
    # 255 characters is the most that Word keeps of each
    told.title, told.subject = _fit(sheet.title)[:255], _fit(sheet.number or "草稿")[:255]
    told.author = told.last_modified_by = _fit(sheet.signature)[:255]
    told.language, told.comments, told.created, told.modified = "zh-CN", "", now, now


def _head(document: Any, sheet: Sheet) -> None:
    """What the recipient needs to check it, the red heading, the number over the red rule."""
    left, right = _row(document, heights=_HEAD, widths=(WIDTH - 1701, 1701))
    if not sheet.number:
        _run(_shape(left, line=320), "草稿", HEI, BODY, color="FF0000")
    if sheet.link:
        said = "扫描右侧二维码，或打开下列网址，核验本函并直接复函："
        _run(_shape(left, line=240), said, FANGSONG, NOTE)
        _run(_shape(left._parent.add_paragraph(), line=240), sheet.link, HEI, 8)
        code = io.BytesIO()
        segno.make(sheet.link, error="m", micro=False).save(code, kind="png", scale=8, border=0)
        code.seek(0)
        _shape(right, line=0, align="right").add_run().add_picture(code, width=Mm(24))
    size = min(_LARGEST_HEADING, WIDTH / 20 / max(1, _long(sheet.heading)))
    heading = _shape(document.add_paragraph(), line=round(size * 20), align="center")
    _run(heading, sheet.heading, BIAOSONG, int(size * 2) / 2, color=RED)
    number = _shape(document.add_paragraph(), line=320, align="center", before=2 * LINE)
    _run(number, sheet.number)
    borders = _element("pBdr")
    # 0.7 mm thick, 4 mm below
    borders.append(_element("bottom", val="single", sz=16, space=11, color=RED))
    number._p.pPr.insert_element_before(borders, "w:overflowPunct")
    title = _shape(
        document.add_paragraph(), line=_TITLE_LINE, align="center", before=2 * LINE - _LEADING
    )
    for at, line in enumerate(title_lines(sheet.title)):
        run = _run(title, line, BIAOSONG, TITLE)
        if at:
            run._r.insert(1, OxmlElement("w:br"))


def _body(document: Any, sheet: Sheet) -> None:
    # the title takes whole lines of the grid, and a blank one follows
    rest = -len(title_lines(sheet.title)) * _TITLE_LINE % LINE
    recipients = _shape(document.add_paragraph(), before=LINE + rest)
    _run(recipients, "、".join(sheet.recipients) + "：")
    blocks = blocks_of(sheet.body)
    for at, block in enumerate(blocks):
        if block.kind == "table":
            _table(document, block)
            continue
        # the last paragraph goes along with the signature, unless it is very long
        together = at == len(blocks) - 1 and len(block.text) < 900
        # and a heading that stands alone on its line with what it heads
        together |= bool(block.head and not block.text)
        paragraph = _shape(document.add_paragraph(), first=2 * CELL, together=together)
        if block.head:
            _run(paragraph, block.head, HEI if block.kind == "h1" else KAI)
        if block.text:
            _run(paragraph, block.text)


def _table(document: Any, block: Block) -> None:
    """As wide as the text; its header stands again on each page, and no row is torn."""
    table = _grid(document, len(block.rows), [WIDTH / block.columns] * block.columns)
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    _borders(table, dict.fromkeys(edges, 4))
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        properties.append(_element("trHeight", val=_ROW, hRule="atLeast"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text in zip(row.cells, block.rows[at], strict=True):
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            paragraph = _shape(cell.paragraphs[0], line=360, align="center")
            _run(paragraph, text, FANGSONG if at else HEI, IN_TABLES)


def _attachments(document: Any, sheet: Sheet) -> None:
    many = len(sheet.attachments) > 1
    for at, name in enumerate(sheet.attachments):
        first, mark = at == 0, f"{at + 1}.\t" if many else ""
        left = 5 * CELL + (1.2 * CELL if many else 0)
        hanging = left - 2 * CELL if first else left - 5 * CELL
        paragraph = _shape(
            document.add_paragraph(), left=left, first=-hanging, before=LINE if first else 0,
            together=True,
        )  # fmt: skip
        _run(paragraph, ("附件：" if first else "") + mark + name)


def _signature(document: Any, sheet: Sheet) -> None:
    """One above the other, their common middle so far left that the longer of them ends four
    characters in; two for a name that is very long."""
    day = sheet.date or "    年  月  日"
    longest = max(_long(sheet.signature), _long(day)) * CELL
    right = 2 * CELL if longest > WIDTH - 8 * CELL else 4 * CELL
    left = max(0, WIDTH - right - longest)
    # half a character more on either side: what fits to a hair stands on two lines elsewhere
    left, right = max(0, left - CELL / 2), right - CELL / 2
    for text, before in ((sheet.signature, LINE), (day, 0)):
        paragraph = _shape(
            document.add_paragraph(), align="center", left=left, right=right, before=before,
            together=text != day,
        )  # fmt: skip
        _run(paragraph, text)


def _imprint(document: Any, sheet: Sheet) -> None:
    """Its lower rule is the lower edge of the last page's block: a table that floats there."""
    lines = [("抄送：" + "，".join(sheet.copies_to) + "。", "")] if sheet.copies_to else []
    lines.append((sheet.printed_by, sheet.date + "印发" if sheet.date else ""))
    table = _grid(document, len(lines), [WIDTH - 3402, 3402])
    # counted from the page's edge: a table as wide as the text floats nowhere else but in Word
    place = _element("tblpPr", leftFromText=0, rightFromText=0, vertAnchor="margin",
                     horzAnchor="page", tblpX=MARGINS["left"], tblpYSpec="bottom")  # fmt: skip
    table._tbl.tblPr.insert_element_before(place, "w:tblW")
    _borders(table, {"top": 8, "bottom": 8, "insideH": 6})
    for row, (left, right) in zip(table.rows, lines, strict=True):
        row._tr.get_or_add_trPr().append(_element("trHeight", val=_IMPRINT_ROW, hRule="atLeast"))
        cells = row.cells
        for cell in cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        if not right:
            cells[0].merge(cells[1])
        hanging = 3 * 280 if left.startswith("抄送：") else 0
        first = _shape(
            cells[0].paragraphs[0], line=440, left=280 + hanging, first=-hanging, right=280
        )
        _run(first, left, FANGSONG, SMALL)
        if right:
            paragraph = _shape(cells[1].paragraphs[0], line=440, align="right", right=280)
            _run(paragraph, right, FANGSONG, SMALL)
    # a document does not end with a table
    _shape(document.add_paragraph(), line=20)


def _grid(document: Any, rows: int, widths: list[float]) -> Any:
    table = document.add_table(rows, len(widths))
    table.autofit = False
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    properties.insert_element_before(
        _element("tblW", w=WIDTH, type="dxa"),
        "w:jc", "w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout",
        "w:tblCellMar", "w:tblLook",
    )  # fmt: skip
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(int(width)))
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Twips(int(width))
    margins = _element("tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(side, w=0, type="dxa"))
    properties.insert_element_before(margins, "w:tblLook")
    return table


def _row(document: Any, *, heights: int, widths: tuple[int, int]) -> list[Any]:
    """The first paragraphs of a table of one row, which has no rules and one height."""
    table = _grid(document, 1, list(widths))
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(_element("trHeight", val=heights, hRule="exact"))
    return [cell.paragraphs[0] for cell in row.cells]


def _borders(table: Any, thick: dict[str, int]) -> None:
    """Edges with their thickness in eighths of a point."""
    borders = _element("tblBorders")
    for edge, size in thick.items():
        borders.append(_element(edge, val="single", sz=size, space=0, color="000000"))
    table._tbl.tblPr.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )


def _shape(
    paragraph: Any, *, line: int = LINE, align: str = "both", before: int = 0, left: float = 0,
    right: float = 0, first: float = 0, together: bool = False,
) -> Any:  # fmt: skip
    """Lines of one height whatever typeface is there, so that a page always has 22; 0 is as tall
    as a picture. `first` below 0 hangs."""
    properties = paragraph._p.get_or_add_pPr()
    if together:
        properties.append(OxmlElement("w:keepNext"))
    properties.append(_element("widowControl", val="0"))
    spacing: dict[str, object] = {"before": before, "after": 0}
    spacing |= {"line": line, "lineRule": "exact"} if line else {"line": 240, "lineRule": "auto"}
    # punctuation stays within the block; it gives way instead, as it does in the PDF
    properties.append(_element("overflowPunct", val="0"))
    properties.append(_element("autoSpaceDE", val="0"))
    properties.append(_element("autoSpaceDN", val="0"))
    properties.append(_element("snapToGrid", val="0"))
    properties.append(_element("spacing", **spacing))
    indent = {"left": round(left), "right": round(right)}
    indent["firstLine" if first >= 0 else "hanging"] = round(abs(first))
    if first == 2 * CELL:
        indent["firstLineChars"] = 200
    properties.append(_element("ind", **indent))
    properties.append(_element("jc", val=align))
    return paragraph


def _run(
    paragraph: Any, text: str, face: str = FANGSONG, size: float = BODY, color: str = ""
) -> Any:
    run = paragraph.add_run(_fit(text))
    _font(run._r.get_or_add_rPr(), face, size, color)
    return run


def _font(properties: Any, face: str, size: float, color: str = "") -> None:
    for old in list(properties):
        properties.remove(old)
    faces = {"ascii": face, "hAnsi": face, "eastAsia": face, "cs": face}
    properties.append(_element("rFonts", **faces))
    properties.append(_element("snapToGrid", val="0"))
    if color:
        properties.append(_element("color", val=color))
    if size == BODY:
        properties.append(_element("spacing", val=_CLOSER))
    properties.append(_element("sz", val=round(size * 2)))
    properties.append(_element("szCs", val=round(size * 2)))


def _element(tag: str, **attributes: object) -> Any:
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def _long(text: str) -> float:
    """Its length in characters of full width; Latin letters and digits are half of one."""
    return sum(0.5 if character < "\u2000" else 1 for character in text)


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
