from django.urls import path

from qixin.cases import views

app_name = "cases"
urlpatterns = [
    path("w/cases/", views.inbox, name="inbox"),
    path("w/cases/open/", views.open_from_reports, name="open_from_reports"),
    path("w/cases/undo/", views.undo_several, name="undo_several"),
    path("w/cases/open/<str:number>/", views.open_from_report, name="open_from_report"),
    path("w/cases/<str:number>/", views.detail, name="detail"),
    path("w/cases/<str:number>/accept/", views.accept, name="accept"),
    path("w/cases/<str:number>/answer/", views.answer, name="answer"),
    path("w/cases/<str:number>/note/", views.note, name="note"),
    path("w/cases/<str:number>/hand-back/", views.hand_back, name="hand_back"),
    path("w/cases/<str:number>/close/", views.close, name="close"),
    path("w/cases/<str:number>/undo/", views.undo_open, name="undo_open"),
    path("w/cases/<str:number>/contact/", views.unmask, name="unmask"),
]
