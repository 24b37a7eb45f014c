from django.urls import path

from qixin.passes.views import asking, checking, deciding, linking, managing, reading

app_name = "passes"
urlpatterns = [
    path("pass/<str:token>/", linking.driver_page, name="driver_page"),
    path("w/passes/", reading.list_, name="list"),
    path("w/passes/request/", asking.request_pass, name="request"),
    path("w/passes/import/", asking.import_passes, name="import"),
    path("w/passes/import/template/", asking.template, name="import_template"),
    path("w/passes/import/<int:pk>/", asking.import_run, name="import_run"),
    path("w/passes/import/<int:pk>/rejected/", asking.rejected, name="import_rejected"),
    path("w/passes/queue/", deciding.queue, name="queue"),
    path("w/passes/queue/approve/", deciding.approve_by_rule, name="approve_by_rule"),
    path("w/passes/print/", reading.print_passes, name="print"),
    path("w/passes/passages/", reading.passages, name="passages"),
    path("w/passes/rules/", managing.rules, name="rules"),
    path("w/passes/rules/<int:pass_class>/", managing.set_rule, name="set_rule"),
    path("w/passes/limits/", managing.set_limit, name="set_limit"),
    path("w/passes/limits/<int:pk>/remove/", managing.remove_limit, name="remove_limit"),
    path("w/passes/keys/", managing.keys, name="keys"),
    path("w/passes/keys/<int:pk>/withdraw/", managing.withdraw_key, name="withdraw_key"),
    path("w/passes/check/", checking.check, name="check"),
    path("w/passes/check/trust/", checking.trust, name="trust"),
    path("w/passes/check/passages/", checking.note_passages, name="note_passages"),
    path("w/passes/check/<str:number>/", checking.token, name="token"),
    path("w/passes/<str:number>/", reading.detail, name="detail"),
    path("w/passes/<str:number>/show/", reading.show, name="show"),
    path("w/passes/<str:number>/approve/", deciding.approve, name="approve"),
    path("w/passes/<str:number>/refuse/", deciding.refuse, name="refuse"),
    path("w/passes/<str:number>/revoke/", deciding.revoke, name="revoke"),
    path("w/passes/<str:number>/withdraw/", asking.withdraw, name="withdraw"),
    path("w/passes/<str:number>/link/", linking.give, name="give_link"),
    path("w/passes/<str:number>/link/withdraw/", linking.withdraw, name="withdraw_link"),
    path("w/passes/<str:number>/driver/", reading.unmask, name="unmask"),
]
