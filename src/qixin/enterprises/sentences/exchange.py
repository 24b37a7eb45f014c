from django.utils.translation import gettext_lazy as _

from qixin.enterprises.enums import MatchState, SupplyState

VERBS = {
    "enterprises.offer_entered": _("offered goods"),
    "enterprises.need_entered": _("entered a need of goods"),
    "enterprises.supply_revised": _("changed an offer or need"),
    "enterprises.supply_closed": _("closed an offer or need"),
    "enterprises.supply_reopened": _("opened an offer or need again"),
    "enterprises.supply_moved": _("moved an offer or need to a merged enterprise"),
    "enterprises.match_proposed": _("proposed an offer for a need"),
    "enterprises.match_agreed": _("agreed to a match"),
    "enterprises.match_declined": _("declined a match"),
    "enterprises.match_done": _("noted that the goods are there"),
    "enterprises.match_failed": _("noted that a match failed"),
    "enterprises.match_contact_unmasked": _("looked at the contact of a match's other side"),
    "enterprises.output_entered": _("entered the output of a day"),
    "enterprises.product_set": _("set a product of daily output"),
}
DETAILS = {
    "day": _("day"),
    "filings": _("resumption filings"),
    "need": _("need"),
    "offer": _("offer"),
    "outputs": _("daily outputs"),
    "product": _("product"),
    "products": _("products"),
    "quantity": _("quantity"),
    "supplies": _("offers and needs"),
}
VALUES = {
    "fields": [
        ("product", _("product")),
        ("specification", _("specification")),
        ("quantity", _("quantity")),
        ("measure", _("unit of quantity")),
        ("price", _("price, yuan")),
        ("from_day", _("from")),
        ("until_day", _("until")),
        ("note", _("note")),
        ("amount", _("amount")),
    ],
    "from": [*MatchState.choices, *SupplyState.choices],
    "to": [*MatchState.choices, *SupplyState.choices],
}
