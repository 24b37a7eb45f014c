from django.urls import path, re_path
from django.views.i18n import JavaScriptCatalog

from qixin.newsroom.views import stories as views

app_name = "newsroom"
# Wagtail's scripts with the words that it leaves untranslated; stands before its own address.
back_office_words = JavaScriptCatalog.as_view(packages=["wagtail.admin", "qixin.newsroom"])
urlpatterns = [
    path("newsroom/jsi18n/", back_office_words, name="back_office_words"),
    path("newsroom/login/", views.sign_in, name="back_office_sign_in"),
    path("", views.front, name="front"),
    re_path(r"^(?P<tree>zh|en|pictures)/(?P<path>.*)$", views.public_file, name="public_file"),
    path("w/newsroom/", views.desk, name="desk"),
    path("w/newsroom/published/", views.published, name="published"),
    path("w/newsroom/draft/", views.draft_from_reports, name="draft_from_reports"),
    path("w/newsroom/stories/<int:story_id>/withdraw/", views.withdraw, name="withdraw"),
    path("w/newsroom/stories/<int:story_id>/mask/", views.mask, name="mask"),
]
