from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "atlas.opendata"
