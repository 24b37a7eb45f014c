"""What is planted to be looked for in every answer, and the world that it lies in."""

from dataclasses import dataclass
from typing import Any

from qixin.people.enums import Role
from qixin.people.models import User

ROLES = tuple(Role)
# Whose they are: another person than whoever looks. Valid in form, in blocks that nobody has.
PERSON_PHONE, PERSON_ID = "19900001234", "370305190001011230"
CONTACT_PHONE = "19900004321"
TEXT_PHONE, TEXT_ID, TEXT_PLATE = "19900005678", "370305190001021236", "鲁C12345"
DRIVER_PHONE, DRIVER_ID = "19900008765", "370305190001021244"
# Of the plate what follows its first character, which JSON may write in another way.
PLANTED = (
    PERSON_PHONE, PERSON_ID, CONTACT_PHONE, TEXT_PHONE, TEXT_ID, TEXT_PLATE[1:], DRIVER_PHONE,
    DRIVER_ID,
)  # fmt: skip
TEXT = f"晏婴社区路口执勤点缺口罩，请打{TEXT_PHONE}联系李四，身份证{TEXT_ID}，车牌{TEXT_PLATE}。"


@dataclass
class World:
    """`users` by role; `ids` by the names that addresses give them."""

    users: dict[Role, User]
    ids: dict[str, Any]
    of_role: dict[Role, dict[str, Any]]
    things: dict[str, Any]
