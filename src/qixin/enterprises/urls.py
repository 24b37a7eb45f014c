"""Addresses of this room, one list a noun."""

from django.urls import path

from qixin.enterprises.views import (
    safety_hazards,
    safety_managing,
    safety_plan,
    safety_round,
    safety_sending,
    safety_spot,
)

app_name = "enterprises"
_inspections = [
    path("w/safety/plan/", safety_plan.safety_plan, name="plan"),
    path("w/safety/plan/<int:pk>/", safety_plan.inspection_take_on, name="take_on"),
    path("w/safety/inspections/", safety_plan.safety_inspections, name="inspections"),
    path("w/safety/inspections/<str:number>/", safety_spot.inspection, name="inspection"),
    path("w/safety/inspections/<str:number>/on-the-spot/", safety_spot.inspect, name="inspect"),
    path(
        "w/safety/inspections/<str:number>/send/",
        safety_sending.send_inspection,
        name="send_inspection",
    ),
    path(
        "w/safety/inspections/<str:number>/day/",
        safety_plan.inspection_reschedule,
        name="reschedule",
    ),
    path(
        "w/safety/inspections/<str:number>/call-off/",
        safety_plan.inspection_call_off,
        name="call_off",
    ),
]
_visits = [
    path("w/safety/round/", safety_round.round_, name="round"),
    path("w/safety/round/<int:pk>/", safety_spot.visit, name="visit"),
    path("w/safety/round/<int:pk>/send/", safety_sending.send_visit, name="send_visit"),
    path("w/safety/visits/<int:pk>/", safety_spot.visit_result, name="visited"),
]
_hazards = [
    path("w/safety/hazards/", safety_hazards.hazards, name="hazards"),
    path("w/safety/hazards/export/", safety_hazards.hazards_export, name="hazards_export"),
    path("w/safety/hazards/<str:number>/", safety_hazards.hazard, name="hazard"),
    path("w/safety/hazards/<str:number>/mended/", safety_hazards.hazard_mended, name="mended"),
    path("w/safety/hazards/<str:number>/again/", safety_hazards.hazard_again, name="again"),
    path("w/safety/hazards/<str:number>/extend/", safety_hazards.hazard_extend, name="extend"),
    path("w/safety/hazards/<str:number>/drop/", safety_hazards.hazard_drop, name="drop"),
    path("w/safety/photos/<uuid:photo_key>/", safety_sending.send_photo, name="send_photo"),
    path("w/safety/photos/<int:pk>/<str:which>/", safety_sending.safety_photo, name="photo"),
]
_safety_managing = [
    path("w/safety/checklists/", safety_managing.checklists, name="checklists"),
    path("w/safety/checklists/add/", safety_managing.checklist_add, name="checklist_add"),
    path("w/safety/checklists/<int:pk>/", safety_managing.checklist, name="checklist"),
    path("w/safety/checklists/<int:pk>/scope/", safety_managing.checklist_scope,
         name="checklist_scope"),
    path("w/safety/checklists/<int:pk>/draft/", safety_managing.checklist_draft,
         name="checklist_draft"),
    path("w/safety/editions/<int:pk>/publish/", safety_managing.edition_publish,
         name="edition_publish"),
    path("w/safety/editions/<int:pk>/withdraw/", safety_managing.edition_withdraw,
         name="edition_withdraw"),
    path("w/safety/weights/", safety_managing.risk_weights, name="weights"),
]  # fmt: skip
urlpatterns = [*_inspections, *_visits, *_hazards, *_safety_managing]
