from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS = {
    "enterprises.registered": _("registered an enterprise"),
    "enterprises.revised": _("changed the register's facts of an enterprise"),
    "enterprises.assigned": _("named the officer of an enterprise"),
    "enterprises.handed_over": _("moved an enterprise from a unit that was dissolved"),
    "enterprises.merged": _("merged two rows of the same enterprise"),
    "enterprises.contact_invited": _("invited a contact of an enterprise by a link"),
    "enterprises.contact_named": _("named the responsible contact of an enterprise"),
    "enterprises.contact_withdrawn": _("withdrew a contact of an enterprise"),
    "enterprises.contact_unmasked": _("looked at an enterprise's contact in clear"),
    "enterprises.tag_set": _("set a tag for enterprises"),
    "enterprises.tag_removed": _("removed a tag of enterprises"),
}
DETAILS = {
    "double": _("the double"),
    "fields": _("fields"),
    "into": _("merged into"),
    "managing": _("managing unit"),
    "tag": _("tag"),
}
VALUES = {
    "fields": [
        ("name", pgettext_lazy("of a unit or place", "Name")),
        ("credit_code", _("Credit code")),
        ("industry", _("Industry")),
        ("division", _("Division of the industry")),
        ("headcount", _("Headcount")),
        ("address", _("address")),
        ("area", _("Town")),
        ("lng", _("longitude")),
        ("lat", _("latitude")),
        ("managing_unit", _("Managing unit")),
        ("supervising_unit", _("Supervising department")),
        ("short_name", _("short name")),
        ("name_en", _("English name")),
        ("tags", _("Tags")),
    ]
}
