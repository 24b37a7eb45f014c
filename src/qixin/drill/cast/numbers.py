"""Telephone, ID, credit-code and plate numbers that are valid in form and evidently invented.

- Telephones lie in one block, 199 0000 0000 to 199 0009 9999.
- ID numbers bear the area code 370000, the province itself, which no county ever issued under.
- Credit codes bear the region 370399, which is not assigned, and an organisation number of zeros.
- Plates bear three zeros after the city's letter.
"""

from datetime import date
from random import Random

from stdnum.cn import ric, uscc

PHONE_BLOCK_START = 19900000000
PHONE_BLOCK_SIZE = 100_000
FICTITIOUS_AREA = "370000"
FICTITIOUS_REGION = "370399"

# odd and no multiple of five, hence coprime to the block's size: the walk repeats nothing
_PHONE_STRIDE = 61_343
_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def phone(number: int) -> str:
    """The `number`-th telephone of the block (0 to 99,999); different numbers, different phones."""
    if not 0 <= number < PHONE_BLOCK_SIZE:
        raise ValueError(f"the block holds {PHONE_BLOCK_SIZE} telephones, not number {number}")
    return str(PHONE_BLOCK_START + (number * _PHONE_STRIDE + 20_200) % PHONE_BLOCK_SIZE)


def id_number(born: date, order: int) -> str:
    """A resident ID number under GB 11643; `order` (0 to 999) is odd for men, even for women."""
    body = f"{FICTITIOUS_AREA}{born:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(number: int, *, authority: str = "11") -> str:
    """A unified social credit code under GB 32100.

    `authority` is its first two characters: 11 state organ, 12 public institution, 91 company.
    """
    organisation = f"{number:08d}"
    total = sum(int(n) * w for n, w in zip(organisation, _ORGANISATION_WEIGHTS, strict=True))
    check = "0123456789X0"[(11 - total % 11) % 11]
    body = f"{authority}{FICTITIOUS_REGION}{organisation}{check}"
    return body + uscc.calc_check_digit(body)


def plate(rng: Random, *, city: str = "鲁C") -> str:
    """A number plate such as 鲁C000A7."""
    return f"{city}000{rng.choice(_PLATE_LETTERS)}{rng.randrange(10)}"
