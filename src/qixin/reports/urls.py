from django.urls import URLPattern, URLResolver, include, path

from qixin.reports.views import (
    capturing,
    groups,
    intake,
    joining,
    mine,
    public,
    transfers,
    triage,
    triage_deciding,
    triage_list,
)

app_name = "reports"

_sending: list[URLPattern | URLResolver] = [
    path("report/", public.report, name="public_report"),
    path("report/sent/<str:token>/", public.sent, name="public_sent"),
    path("follow/", public.follow, name="follow"),
    path("join/<str:token>/", joining.join, name="join"),
    path("join/<str:token>/code/<uuid:key>/", joining.join_code, name="join_code"),
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
    path("w/transfers/", transfers.transfers, name="transfers"),
    path("w/transfers/<uuid:key>/", transfers.transfer, name="transfer"),
    path("w/groups/", groups.groups, name="groups"),
    path("w/groups/<int:pk>/", groups.group, name="group"),
    path("w/groups/<int:pk>/decide/", groups.decide, name="group_decide"),
]

_triage: list[URLPattern | URLResolver] = [
    path("w/triage/", triage.queue, name="triage"),
    path("w/triage/new/", triage.arrived, name="triage_arrived"),
    path("w/triage/bulk/", triage_deciding.bulk, name="triage_bulk"),
    path("w/triage/<str:number>/", triage.detail, name="triage_report"),
    path("w/triage/<str:number>/next/", triage.following, name="triage_next"),
    path("w/triage/<str:number>/claim/", triage.claim, name="triage_claim"),
    path("w/triage/<str:number>/release/", triage.release, name="triage_release"),
    path("w/triage/<str:number>/contact/", triage.contact, name="triage_contact"),
    path("w/triage/<str:number>/text/", triage.text, name="triage_text"),
    path("w/triage/<str:number>/file/", triage_deciding.file, name="triage_file"),
    path("w/triage/<str:number>/merge/", triage_deciding.merge, name="triage_merge"),
    path("w/triage/<str:number>/urgency/", triage_deciding.urgency, name="triage_urgency"),
    path("w/triage/<str:number>/undo/", triage_deciding.undo, name="triage_undo"),
    path("w/reports/", triage_list.listing, name="list"),
    path("w/reports/count/", triage_list.counted, name="list_count"),
    path("w/reports/export/", triage_list.export, name="list_export"),
    path("w/reports/<str:number>/", triage_list.detail, name="detail"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *_sending,
    *_triage,
    path("open311/v2/", include("qixin.reports.open311.urls")),
]
