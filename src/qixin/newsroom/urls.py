from django.urls import path, re_path
from django.views.i18n import JavaScriptCatalog

from qixin.newsroom.views import contributors, coverage, placements
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
    path("w/newsroom/coverage/", coverage.board, name="coverage_board"),
    path("w/newsroom/coverage/map/", coverage.day_map, name="coverage_map"),
    path("w/newsroom/coverage/out/", coverage.out, name="coverage_out"),
    path("w/newsroom/coverage/missing/", coverage.missing, name="coverage_missing"),
    path("w/newsroom/coverage/add/", coverage.add, name="coverage_add"),
    path("w/newsroom/coverage/of/<str:number>/", coverage.of_report, name="coverage_of_report"),
    path("w/newsroom/coverage/<int:pk>/", coverage.detail, name="coverage"),
    path("w/newsroom/coverage/<int:pk>/edit/", coverage.edit, name="coverage_edit"),
    path("w/newsroom/coverage/<int:pk>/out/", coverage.leave, name="coverage_go_out"),
    path("w/newsroom/coverage/<int:pk>/cancel/", coverage.cancel, name="coverage_cancel"),
    path("w/newsroom/coverage/<int:pk>/link/", coverage.link, name="coverage_link"),
    path("w/newsroom/outings/<int:pk>/back/", coverage.come_back, name="coverage_back"),
    path("w/newsroom/results/<int:pk>/unlink/", coverage.unlink, name="coverage_unlink"),
    path("w/newsroom/outlets/", placements.outlets, name="outlets"),
    path("w/newsroom/outlets/<int:pk>/", placements.outlet, name="outlet"),
    path("w/newsroom/outlets/<int:pk>/retire/", placements.retire, name="outlet_retire"),
    path("w/newsroom/placements/", placements.ledger, name="placements"),
    path("w/newsroom/placements/months/", placements.months, name="placement_months"),
    path("w/newsroom/placements/export/", placements.export, name="placements_export"),
    path("w/newsroom/placements/of/<int:story_id>/", placements.story, name="story_placements"),
    path("w/newsroom/placements/<int:pk>/", placements.detail, name="placement"),
    path("w/newsroom/placements/<int:pk>/take/", placements.take, name="placement_take"),
    path("w/newsroom/placements/<int:pk>/refuse/", placements.refuse, name="placement_refuse"),
    path(
        "w/newsroom/placements/<int:pk>/withdraw/", placements.withdraw, name="placement_withdraw"
    ),
    path("w/newsroom/placements/<int:pk>/reopen/", placements.reopen, name="placement_reopen"),
    path("w/newsroom/placements/<int:pk>/resend/", placements.resend, name="placement_resend"),
    path("w/newsroom/placements/<int:pk>/package/", placements.package, name="placement_package"),
    path("w/newsroom/contributors/", contributors.board, name="contributors"),
    path("w/newsroom/contributors/list/", contributors.listed, name="contributions"),
]
