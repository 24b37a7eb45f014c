from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DrillConfig(AppConfig):
    name = "qixin.drill"
    label = "drill"

    def ready(self) -> None:
        from qixin.core.journal import verbs
        from qixin.people.selectors.accounts import DEMO_WORDS

        DEMO_WORDS["demo-leader"] = _("leads a group")
        verbs.register({"drill.laid_down": _("laid down the demo's district")})
