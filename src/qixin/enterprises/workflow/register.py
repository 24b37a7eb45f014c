"""An enterprise has no states of its own; what is done to the register is journaled."""

TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {}
INITIAL: dict[str, str] = {}
JOURNAL: dict[str, str] = {
    "register": "enterprises.registered",
    "revise": "enterprises.revised",
    "assign": "enterprises.assigned",
    "hand_over": "enterprises.handed_over",
    "merge": "enterprises.merged",
    "invite_contact": "enterprises.contact_invited",
    "name_contact": "enterprises.contact_named",
    "withdraw_contact": "enterprises.contact_withdrawn",
    "unmask_contact": "enterprises.contact_unmasked",
    "set_tag": "enterprises.tag_set",
    "remove_tag": "enterprises.tag_removed",
}
