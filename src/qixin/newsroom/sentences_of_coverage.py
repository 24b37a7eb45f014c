"""What the verbs of coverage and placements mean in the journal, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core.journal import details, verbs
from qixin.newsroom.enums import CoverageState, OutletLevel, PackageFormat, PlacementState


def register_coverage_verbs() -> None:
    verbs.register(
        {
            "newsroom.coverage_planned": _("planned coverage"),
            "newsroom.coverage_revised": _("changed planned coverage"),
            "newsroom.went_out": _("said that a reporter is out"),
            "newsroom.came_back": _("said that a reporter is back"),
            "newsroom.piece_linked": _("linked a piece to planned coverage"),
            "newsroom.piece_unlinked": _("unlinked a piece from planned coverage"),
            "newsroom.coverage_delivered": _("had everything delivered"),
            "newsroom.coverage_reopened": _("found a delivered piece missing again"),
            "newsroom.coverage_cancelled": _("cancelled planned coverage"),
            "newsroom.out_too_long": _("told that a reporter is out for too long"),
            "newsroom.offered": _("offered a story to another medium"),
            "newsroom.placed": _("noted that another medium took a story"),
            "newsroom.placement_corrected": _("corrected how a story ran elsewhere"),
            "newsroom.not_taken": _("noted that another medium did not take a story"),
            "newsroom.offer_withdrawn": _("withdrew an offer"),
            "newsroom.placement_reopened": _("opened an offer again"),
            "newsroom.package_delivered": _("e-mailed a package"),
            "newsroom.package_undeliverable": _("gave up e-mailing a package"),
            "newsroom.package_resent": _("put a package into the post again"),
            "newsroom.package_downloaded": _("downloaded a package"),
            "newsroom.outlet_added": _("added an outlet"),
            "newsroom.outlet_revised": _("changed an outlet"),
            "newsroom.outlet_retired": _("retired an outlet"),
            "newsroom.outlet_restored": _("restored an outlet"),
            "newsroom.placements_exported": _("exported the ledger of placements"),
        }
    )
    details.register(
        {
            "coverage": _("coverage"),
            "format": _("format"),
            "level": pgettext_lazy("outlet", "level"),
            "outlet": _("outlet"),
            "pieces": _("pieces"),
            "placement": _("placement"),
            "placements": _("placements"),
            "reporter": _("reporter"),
            "reporters": _("reporters"),
            "story": _("story"),
        },
        {
            "coverage": CoverageState.choices,
            "placement": PlacementState.choices,
            "format": PackageFormat.choices,
            "level": OutletLevel.choices,
        },
    )
