from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "qixin.ui"
    label = "ui"
