"""Addresses of this room, one list a noun."""

from django.urls import path

from qixin.enterprises.views import merging, register, tags

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
urlpatterns = [*_register]
