"""A story as a Word document: headline, author, text and pictures, and where it was published."""

from __future__ import annotations

import io
import re
from typing import Any

from django.conf import settings
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from qixin.core import clock
from qixin.newsroom.models import Story
from qixin.newsroom.models.addresses import public_url
from qixin.newsroom.publication.packages.parts import (
    Part,
    caption_of,
    embargo_line,
    parts_of,
    picture_bytes,
)
from qixin.ui.context import district_name

SONG, HEI, KAI = "宋体", "黑体", "楷体"
BODY, SMALL = 14, 10.5
# 21 cm of paper without margins of 2.8 cm
_WIDEST = Cm(15.4)
# What XML cannot hold.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_document(story: Story) -> bytes:
    """The .docx, its language Chinese. Words are handed over as text, never as markup."""
    document = Document()
    _set_page(document)
    told = document.core_properties
    told.title, told.author = _fit(story.title)[:255], _fit(story.byline or district_name())[:255]
    told.comments, told.language = "", "zh-CN"
    _line(document, story.title, HEI, 22, centred=True)
    by = " ".join(one for one in (story.byline, _day(story)) if one)
    _line(document, by, KAI, SMALL, centred=True)
    _line(document, embargo_line(story), HEI, BODY, centred=True)
    if story.summary:
        _line(document, story.summary, KAI, BODY, indented=True)
    for part in parts_of(story):
        _part(document, part)
    for credit in story.credits.splitlines():
        _line(document, credit, KAI, SMALL)
    address = settings.QIXIN_SITE_URL + public_url(story.public_path())
    _line(document, f"原文：{address}", KAI, SMALL)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin = section.bottom_margin = Cm(2.8)


def _part(document: Any, part: Part) -> None:
    if part.kind == "heading":
        _line(document, part.text, HEI, 16)
    elif part.kind == "quote":
        _line(document, f"“{part.text}”", KAI, BODY, indented=True)
        if part.credit:
            _line(document, f"——{part.credit}", KAI, BODY, right=True)
    elif part.picture is not None:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(picture_bytes(part.picture)))
        if shape.width > _WIDEST:
            shape.height = int(shape.height * _WIDEST / shape.width)
            shape.width = _WIDEST
        _line(document, caption_of(part), KAI, SMALL, centred=True)
    else:
        _line(document, part.words, SONG, BODY, indented=True)


def _line(
    document: Any, text: str, face: str, size: float, *, centred: bool = False, right: bool = False,
    indented: bool = False,
) -> None:  # fmt: skip
    if not text:
        return
    paragraph = document.add_paragraph()
    if centred or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    shape = paragraph.paragraph_format
    shape.line_spacing = 1.5
    shape.space_after = Pt(6)
    if indented:
        # two characters, as Chinese text begins
        shape.first_line_indent = Pt(2 * size)
    run = paragraph.add_run(_fit(text))
    run.font.size, run.font.name = Pt(size), face
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _day(story: Story) -> str:
    moment = story.published_on or story.first_published_at
    return f"{clock.local(moment):%Y-%m-%d}" if moment else ""


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
