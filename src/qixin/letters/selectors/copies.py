"""A letter as it is set: the original, and each recipient's copy with its link."""

from __future__ import annotations

import hashlib
import json

from qixin.core import clock
from qixin.letters.links import address_of
from qixin.letters.models import Letter, LetterTemplate, Recipient
from qixin.letters.placeholders import SAMPLE, UNIT, fill
from qixin.letters.selectors.addressing import all_series
from qixin.letters.typesetting import Sheet, typeset, word_document, written_day


def original(letter: Letter) -> bytes:
    """The PDF as it is kept: without a link; before it is signed without number and date."""
    return typeset(_sheet(letter))


def copy_for(recipient: Recipient) -> bytes:
    """The PDF that one recipient gets, with the QR code of the link."""
    return typeset(_sheet(recipient.letter, link=address_of(recipient.token)))


def original_in_word(letter: Letter) -> bytes:
    """As `original`, to be worked on in Word."""
    return word_document(_sheet(letter))


def copy_in_word_for(recipient: Recipient) -> bytes:
    """As `copy_for`, to be filed in Word."""
    return word_document(_sheet(recipient.letter, link=address_of(recipient.token)))


def sample_of(template: LetterTemplate) -> bytes:
    """The PDF of a draft that begins with `template`, for the sample case."""
    series = all_series().first()
    issuer = series.signature if series else SAMPLE[UNIT]
    return typeset(
        Sheet(
            heading=series.heading if series else issuer,
            title=fill(template.title, SAMPLE),
            recipients=["演练市人民政府"],
            body=fill(template.body, SAMPLE),
            signature=issuer,
            printed_by=SAMPLE[UNIT],
        )
    )


def digest_of(letter: Letter) -> str:
    """SHA-256 of everything that is signed: number, date, names and every word."""
    sheet = _sheet(letter)
    text = json.dumps(vars(sheet), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _sheet(letter: Letter, *, link: str = "") -> Sheet:
    series, signed = letter.series, letter.signed_at
    day = clock.local(signed) if signed else None
    return Sheet(
        heading=series.heading,
        number=letter.document_number,
        title=letter.title,
        recipients=list(
            letter.recipients.order_by("position", "id").values_list("addressee__name", flat=True)
        ),
        body=letter.body,
        attachments=letter.attachment_names,
        signature=series.signature,
        date=written_day(day) if day else "",
        copies_to=letter.copy_names,
        printed_by=letter.unit.name,
        link=link,
    )
