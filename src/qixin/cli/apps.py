from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "qixin.cli"
    label = "cli"
