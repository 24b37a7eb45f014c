"""Number plates of vehicles (GA 36-2018): 7 characters, 8 for new-energy vehicles."""

from __future__ import annotations

import re
import unicodedata

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core.errors import Invalid
from qixin.core.personal_data import PLATE_PROVINCES

# What stands last on trailers, training vehicles, police cars and those of Hong Kong and Macao.
_LAST = "挂学警港澳"
_CHARACTER = "[A-HJ-NP-Z0-9]"
_ORDINARY = re.compile(rf"[A-HJ-NP-Z](?:{_CHARACTER}{{5}}|{_CHARACTER}{{4}}[{_LAST}])")
# Small vehicles bear the letter first, large ones last.
_NEW_ENERGY = re.compile(
    rf"[A-HJ-NP-Z](?:[DABCEFGHJK]{_CHARACTER}[0-9]{{4}}|[0-9]{{5}}[DABCEFGHJK])"
)
_SEPARATORS = str.maketrans("", "", " \t\u3000\u00a0·•.．・-－—")
# Letters of other alphabets that look like ours, by the name that Unicode gives the alphabet.
_ALPHABETS = {"CYRILLIC": _("Cyrillic"), "GREEK": _("Greek")}


def clean_plate(typed: str) -> str:
    """The plate in the form that is stored and signed: no separators, capital letters.

    Nothing is guessed: what might be another plate is given back. Raises Invalid with what is
    wrong: a letter of another alphabet, O or I, an unknown province, a wrong length.
    """
    given = typed.translate(_SEPARATORS)
    for character in given:
        _check_alphabet(character)
    plate = unicodedata.normalize("NFKC", given).upper()
    _check_length(plate)
    if plate[0] not in PLATE_PROVINCES:
        raise Invalid(
            format_lazy(
                _("“{first}” is no province's character: a plate begins like 鲁C or 京A."),
                first=plate[0],
            )
        )
    _check_letters(plate)
    if not (_NEW_ENERGY if len(plate) == 8 else _ORDINARY).fullmatch(plate[1:]):
        raise Invalid(_shape(plate))
    return plate


def is_new_energy(plate: str) -> bool:
    """Whether a clean plate is a new-energy vehicle's."""
    return len(plate) == 8


def _check_alphabet(character: str) -> None:
    name = unicodedata.name(character, "")
    for alphabet, shown in _ALPHABETS.items():
        if name.startswith(alphabet):
            raise Invalid(
                format_lazy(
                    _("“{character}” is a {alphabet} letter. Type the plate in Latin letters."),
                    character=character,
                    alphabet=shown,
                )
            )


def _check_length(plate: str) -> None:
    if len(plate) not in (7, 8):
        raise Invalid(
            format_lazy(
                _("A plate has 7 characters, 8 for new energy; this one has {n}."), n=len(plate)
            )
        )


def _check_letters(plate: str) -> None:
    for letter, digit in (("O", "0"), ("I", "1")):
        if letter in plate:
            raise Invalid(
                format_lazy(
                    _("No plate has the letter {letter}. Is it the digit {digit}?"),
                    letter=letter,
                    digit=digit,
                )
            )


def _shape(plate: str) -> object:
    if len(plate) == 8:
        return _(
            "This is no new-energy plate: after 鲁C it has a letter, a letter or digit and four "
            "digits, or five digits and a letter."
        )
    return _("This is no plate: after 鲁C it has five letters or digits.")
