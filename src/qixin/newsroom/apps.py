from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "qixin.newsroom"
    label = "newsroom"
