"""What the pages of incoming letters need: one that waits, from whoever has a letter of ours; and
those of templates."""

from __future__ import annotations

from typing import Any

from qixin.people.enums import Role
from tests.config.world.planted import CONTACT_PHONE, TEXT
from tests.letters.factories import make_template, upload
from tests.letters.incoming_factories import make_incoming
from tests.people.factories import make_user

TEMPLATE = {"name": "商请放行", "title": "关于商请放行的函", "body": "恳请协助{企业}。"}


def make_letters_to_us(*, unit: Any, recipient: Any) -> dict[str, Any]:
    """Registered at `unit`; it and its file name somebody in full."""
    incoming = make_incoming(
        desk=unit, by=make_user(Role.OFFICER, unit=unit), sender=recipient.addressee,
        text=TEXT, files=[upload(b"%PDF-1.7 " + CONTACT_PHONE.encode())],
    )  # fmt: skip
    return {
        "incoming": incoming, "incoming_copy": recipient, "letter_template": make_template(),
    }  # fmt: skip


def kwargs_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    incoming = things["incoming"]
    own = {"number": incoming.number, "pk": things["incoming_copy"].pk}
    return {
        "/w/letters/addressees/": {"pk": incoming.sender_id},
        "/w/letters/incoming/files/": {"pk": incoming.files.get().pk},
        "/w/letters/incoming/": own,
        "/w/letters/templates/": {"pk": things["letter_template"].pk},
    }


def bodies_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Forms by how the address ends."""
    incoming, unit = things["incoming"], things["unit"]
    entered = {
        "sender": incoming.sender.name, "kind": "asks", "subject": "关于放行的函",
        "received_on": f"{incoming.received_on}", "working_days": 5,
    }  # fmt: skip
    template = things["letter_template"]
    return {
        "letters/templates/new/": {**TEMPLATE, "name": "商请接收务工人员"},
        "letters/templates/preview/": TEMPLATE,
        "letters/templates/<int:pk>/": {**TEMPLATE, "version": template.version},
        "letters/addressees/<int:pk>/": {
            "name": "演练改名市人民政府", "kind": "government", "province": "13",
            "version": incoming.sender.version,
        },
        "letters/incoming/register/": {**entered, "desk": unit.pk, "key": incoming.key.hex[::-1]},
        "incoming/<str:number>/correct/": {**entered, "version": incoming.version},
        "incoming/<str:number>/assign/": {"unit": unit.name, "working_days": 3},
        "incoming/<str:number>/file/": {"reason": "仅供知悉"},
    }  # fmt: skip
