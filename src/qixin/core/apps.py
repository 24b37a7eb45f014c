from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "qixin.core"
    label = "core"
