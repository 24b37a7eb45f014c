"""Addresses of this room, one list a noun."""

from django.urls import path

from qixin.enterprises.views import (
    filing_reading,
    filing_workers,
    filings,
    merging,
    register,
    rules,
    tags,
)

app_name = "enterprises"
_register = [
    path("w/enterprises/", register.list_, name="list"),
    path("w/enterprises/mine/", register.mine, name="mine"),
    path("w/enterprises/register/", register.add, name="register"),
    path("w/enterprises/tags/", tags.tags, name="tags"),
    path("w/enterprises/tags/<int:pk>/", tags.rename, name="rename_tag"),
    path("w/enterprises/tags/<int:pk>/remove/", tags.remove, name="remove_tag"),
    path("w/enterprises/doubles/", merging.doubles, name="doubles"),
    path("w/enterprises/<int:pk>/", register.detail, name="detail"),
    path("w/enterprises/<int:pk>/edit/", register.edit, name="edit"),
    path("w/enterprises/<int:pk>/officer/", register.assign, name="assign"),
    path("w/enterprises/<int:pk>/invite/", register.invite, name="invite"),
    path(
        "w/enterprises/<int:pk>/contacts/<int:grant_pk>/",
        register.unmask_contact,
        name="unmask_contact",
    ),
    path("w/enterprises/<int:pk>/merge/", merging.merge, name="merge"),
    path("w/enterprises/<int:pk>/<int:other_pk>/", merging.compare, name="compare"),
]
_filings = [
    path("w/enterprises/<int:pk>/file/", filings.begin, name="begin_filing"),
    path("w/filings/", filing_reading.list_, name="filings"),
    path("w/filings/queue/", filing_reading.queue, name="filing_queue"),
    path("w/filings/rules/", rules.rules, name="rules"),
    path("w/filings/rules/new/", rules.rule, name="new_rule"),
    path("w/filings/rules/usual/", rules.usual, name="usual_rules"),
    path("w/filings/rules/<int:pk>/", rules.rule, name="rule"),
    path("w/filings/workers/template/", filing_workers.template, name="workers_template"),
    path("w/filings/workers/rejected/<int:pk>/", filing_workers.rejected, name="workers_rejected"),
    path("w/filings/files/<int:pk>/", filing_reading.file, name="filing_file"),
    path("w/filings/files/<int:pk>/remove/", filing_workers.remove_file, name="remove_file"),
    path("w/filings/<str:number>/", filing_reading.detail, name="filing"),
    path("w/filings/<str:number>/edit/", filings.edit, name="edit_filing"),
    path("w/filings/<str:number>/save/", filings.save, name="save_filing"),
    path("w/filings/<str:number>/withdraw/", filings.withdraw, name="withdraw_filing"),
    path("w/filings/<str:number>/approve/", filing_reading.approve, name="approve_filing"),
    path("w/filings/<str:number>/return/", filing_reading.send_back, name="return_filing"),
    path("w/filings/<str:number>/suspend/", filing_reading.suspend, name="suspend_filing"),
    path("w/filings/<str:number>/lift/", filing_reading.lift, name="lift_filing"),
    path("w/filings/<str:number>/files/", filing_workers.add_file, name="add_file"),
    path("w/filings/<str:number>/person/", filing_workers.unmask, name="unmask_representative"),
    path("w/filings/<str:number>/workers/", filing_workers.workers, name="workers"),
    path("w/filings/<str:number>/workers/import/", filing_workers.import_workers,
         name="import_workers"),
    path("w/filings/<str:number>/workers/<int:pk>/", filing_workers.unmask, name="unmask_worker"),
    path("w/filings/<str:number>/workers/<int:pk>/strike/", filing_workers.strike,
         name="strike_worker"),
]  # fmt: skip
urlpatterns = [*_register, *_filings]
