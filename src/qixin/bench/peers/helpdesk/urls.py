from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("offline/", lambda _request: HttpResponse("up"), name="up"),
    path("login/", LoginView.as_view(), name="login"),
    path("", include("helpdesk.urls")),
]
