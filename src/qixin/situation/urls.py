from django.urls import path

from qixin.situation import views

app_name = "situation"
urlpatterns = [
    path("w/situation/", views.situation, name="situation"),
    path("w/live/", views.live_ticket, name="live_ticket"),
]
