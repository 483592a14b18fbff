from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "atlas.opendata.api"
    label = "api"
