from django.urls import URLPattern, URLResolver, include, path

from qixin.reports.views import capturing, groups, intake, joining, mine, public

app_name = "reports"

_sending: list[URLPattern | URLResolver] = [
    path("report/", public.report, name="public_report"),
    path("report/sent/<str:token>/", public.sent, name="public_sent"),
    path("follow/", public.follow, name="follow"),
    path("join/<str:token>/", joining.join, name="join"),
    path("sw.js", capturing.service_worker, name="service_worker"),
    path("api/intake/", intake.intake, name="intake"),
    path("w/report/", capturing.capture, name="capture"),
    path("w/report/send/", capturing.send, name="send"),
    path("w/report/outbox/", capturing.outbox, name="outbox"),
    path(
        "w/report/<uuid:client_key>/attachments/<uuid:attachment_key>/",
        capturing.attachment,
        name="attach",
    ),
    path("w/report/mine/", mine.mine, name="mine"),
    path("w/report/mine/<str:number>/", mine.mine_report, name="mine_report"),
    path("w/report/mine/<str:number>/reply/", mine.reply, name="reply"),
    path("w/attachments/<int:pk>/<str:which>", mine.attachment_file, name="attachment"),
    path("w/groups/", groups.groups, name="groups"),
    path("w/groups/<int:pk>/", groups.group, name="group"),
    path("w/groups/<int:pk>/decide/", groups.decide, name="group_decide"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *_sending,
    path("open311/v2/", include("qixin.reports.open311.urls")),
]
