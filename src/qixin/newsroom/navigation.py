"""This room in the workbench's navigation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.newsroom.selectors import rumours, waiting_count
from qixin.newsroom.selectors.contributors import may_see_board
from qixin.newsroom.selectors.coverage import out_now_count
from qixin.newsroom.selectors.live import running_count
from qixin.newsroom.selectors.readers import waiting_count as readers_waiting
from qixin.ui.navigation import Item, register


def register_items() -> None:
    register(
        Item(
            label=_("Newsroom"),
            url_name="newsroom:desk",
            icon="news",
            order=30,
            section="information",
            permission="newsroom.edit",
            count=waiting_count,
        )
    )
    register(
        Item(
            label=pgettext_lazy("navigation", "Live"),
            url_name="newsroom:live",
            icon="broadcast",
            order=31,
            section="information",
            permission="newsroom.read",
            count=running_count,
        )
    )
    register(
        Item(
            label=pgettext_lazy("navigation", "Readers' words"),
            url_name="newsroom:messages",
            icon="messages",
            order=36,
            section="information",
            permission="newsroom.moderate",
            count=readers_waiting,
        )
    )
    register(
        Item(
            label=pgettext_lazy("navigation", "Call-outs"),
            url_name="newsroom:calls",
            icon="speakerphone",
            order=37,
            section="information",
            permission="newsroom.read",
        )
    )
    register(
        Item(
            label=_("Coverage"),
            url_name="newsroom:coverage_board",
            icon="calendar-event",
            order=31,
            section="information",
            permission="newsroom.read",
            count=out_now_count,
        )
    )
    register(
        Item(
            label=pgettext_lazy("navigation", "Rumours"),
            url_name="newsroom:rumours",
            icon="speakerphone",
            order=31,
            section="information",
            permission="newsroom.read",
            count=rumours.waiting_count,
        )
    )
    register(
        Item(
            label=pgettext_lazy("navigation", "Placements"),
            url_name="newsroom:placements",
            icon="rosette-discount-check",
            order=32,
            section="information",
            permission="newsroom.read",
        )
    )
    register(
        Item(
            label=_("Contributors"),
            url_name="newsroom:contributors",
            icon="users-group",
            order=33,
            section="information",
            visible_to=may_see_board,
        )
    )
    register(
        Item(
            label=_("Topics and columns"),
            url_name="newsroom:sections",
            icon="layout-columns",
            order=34,
            section="information",
            permission="newsroom.manage",
        )
    )
