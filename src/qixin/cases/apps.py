from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "qixin.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from qixin.cases import receivers
        from qixin.cases.selectors import open_count
        from qixin.cases.sentences import register_verbs
        from qixin.ui.navigation import Item, register

        receivers.connect()
        register_verbs()
        register(
            Item(
                label=_("Cases"),
                url_name="cases:inbox",
                icon="briefcase",
                order=10,
                section="work",
                permission="cases.read",
                count=open_count,
                tab=True,
            )
        )
