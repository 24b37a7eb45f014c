from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "qixin.cases"
    label = "cases"
