from django.apps import AppConfig


class DrillConfig(AppConfig):
    name = "qixin.drill"
    label = "drill"
