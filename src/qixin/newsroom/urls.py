from django.urls import path, re_path
from django.views.i18n import JavaScriptCatalog

from qixin.newsroom.views import desk, reviewing, searching, sections

app_name = "newsroom"
# Wagtail's scripts with the words that it leaves untranslated; stands before its own address.
back_office_words = JavaScriptCatalog.as_view(packages=["wagtail.admin", "qixin.newsroom"])
_STORY = "w/newsroom/stories/<int:story_id>"
urlpatterns = [
    path("newsroom/jsi18n/", back_office_words, name="back_office_words"),
    path("newsroom/login/", desk.sign_in, name="back_office_sign_in"),
    path("", desk.front, name="front"),
    re_path(r"^(?P<tree>zh|en|pictures)/(?P<path>.*)$", desk.public_file, name="public_file"),
    path("search/", searching.find, name="find"),
    path("w/newsroom/", desk.desk, name="desk"),
    path("w/newsroom/published/", desk.published, name="published"),
    path("w/newsroom/draft/", desk.draft_from_reports, name="draft_from_reports"),
    path("w/newsroom/topics/", sections.sections, name="sections"),
    path("w/newsroom/topics/new/", sections.new_topic, name="new_topic"),
    path("w/newsroom/topics/<int:pk>/", sections.topic, name="topic"),
    path("w/newsroom/topics/<int:pk>/<str:verb>/", sections.move_topic, name="move_topic"),
    path("w/newsroom/columns/new/", sections.new_column, name="new_column"),
    path("w/newsroom/columns/<int:pk>/", sections.column, name="column"),
    path("w/newsroom/columns/<int:pk>/merge/", sections.merge_columns, name="merge_columns"),
    path("w/newsroom/columns/<int:pk>/<str:verb>/", sections.move_column, name="move_column"),
    path(f"{_STORY}/withdraw/", desk.withdraw, name="withdraw"),
    path(f"{_STORY}/mask/", desk.mask, name="mask"),
    path(f"{_STORY}/review/", reviewing.review, name="review"),
    path(f"{_STORY}/submit/", reviewing.submit, name="submit"),
    path(f"{_STORY}/call-off/", reviewing.call_off, name="call_off"),
    path(f"{_STORY}/approve/", reviewing.approve, name="approve"),
    path(f"{_STORY}/send-back/", reviewing.send_back, name="send_back"),
    path(f"{_STORY}/urgent/", reviewing.hurry, name="hurry"),
    path(f"{_STORY}/claim/doubt/", reviewing.doubt, name="doubt"),
    path(f"{_STORY}/claim/verify/", reviewing.verify, name="verify"),
    path(f"{_STORY}/claim/clear/", reviewing.clear, name="clear"),
    path(f"{_STORY}/let-through/", reviewing.let_through, name="let_through"),
    path(f"{_STORY}/notice/", reviewing.announce, name="announce"),
    path(f"{_STORY}/notice/drop/", reviewing.drop_notice, name="drop_notice"),
    path(f"{_STORY}/take-down/", reviewing.take_down, name="take_down"),
    path(f"{_STORY}/remark/", reviewing.remark, name="remark"),
    path("w/newsroom/remarks/<int:pk>/settle/", reviewing.settle, name="settle"),
    path("w/newsroom/remarks/<int:pk>/reopen/", reviewing.reopen, name="reopen"),
]
