from django.apps import AppConfig


class SituationConfig(AppConfig):
    name = "qixin.situation"
    label = "situation"
