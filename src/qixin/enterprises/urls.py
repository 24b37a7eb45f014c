"""Addresses of this room, one list a noun."""

app_name = "enterprises"
urlpatterns: list = []
