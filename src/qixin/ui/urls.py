from django.urls import path

from qixin.ui import views

app_name = "ui"
urlpatterns = [
    path("w/", views.home, name="home"),
    path("language/<str:code>/", views.language, name="language"),
    path("offline/", views.offline, name="offline"),
    path("ui/gallery/", views.gallery, name="gallery"),
    path("ui/gallery/public/", views.gallery_public, name="gallery_public"),
]
