from django.urls import path, re_path

from qixin.newsroom import views

app_name = "newsroom"
urlpatterns = [
    path("", views.front, name="front"),
    re_path(r"^(?P<tree>zh|en|pictures)/(?P<path>.*)$", views.public_file, name="public_file"),
    path("w/newsroom/", views.desk, name="desk"),
    path("w/newsroom/published/", views.published, name="published"),
    path("w/newsroom/draft/", views.draft_from_reports, name="draft_from_reports"),
    path("w/newsroom/stories/<int:story_id>/withdraw/", views.withdraw, name="withdraw"),
    path("w/newsroom/stories/<int:story_id>/mask/", views.mask, name="mask"),
]
