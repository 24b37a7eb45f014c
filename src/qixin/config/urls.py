"""Where each room's addresses hang. Workbench pages live under /w/, everything else is public."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from qixin.config.api import api

urlpatterns = [
    path("", include("qixin.ui.urls")),
    path("", include("qixin.people.urls")),
    path("", include("qixin.reports.urls")),
    path("", include("qixin.newsroom.urls")),
    path("", include("qixin.cases.urls")),
    path("", include("qixin.passes.urls")),
    path("", include("qixin.letters.urls")),
    path("", include("qixin.enterprises.urls")),
    path("", include("qixin.situation.urls")),
    path("", include("qixin.drill.urls")),
    path("api/v1/", api.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("newsroom/", include(wagtailadmin_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

handler400 = "qixin.ui.views.bad_request"
handler403 = "qixin.ui.views.forbidden"
handler404 = "qixin.ui.views.not_found"
handler500 = "qixin.ui.views.server_error"
