"""How letters begin: from a template, or as an answer. They are Chinese, as the letters are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qixin.core import clock
from qixin.letters.models import Incoming, LetterTemplate
from qixin.letters.placeholders import TODAY, fill
from qixin.letters.typesetting import written_day


def from_template(template: LetterTemplate, known: Mapping[str, str]) -> dict[str, Any]:
    """Its words with what is `known` in place of the placeholders; the rest is left blank."""
    told = {TODAY: written_day(clock.today())} | dict(known)
    return {"title": fill(template.title, told), "body": fill(template.body, told)}


def answer_to(incoming: Incoming) -> dict[str, Any]:
    """How a letter begins that answers one which came in: whom it goes to, what it speaks of."""
    number = f"（{incoming.their_number}）" if incoming.their_number else ""
    about = incoming.subject.removeprefix("关于").removesuffix("的函")
    return {
        "title": f"关于{about}的复函",
        "body": f"贵单位《{incoming.subject}》{number}收悉。经研究，现函复如下：\n○○\n特此函复。",
        "recipients": [incoming.sender_id],
        "unit": incoming.unit_id,
    }
