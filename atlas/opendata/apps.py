from importlib import import_module

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "atlas.opendata"

    def ready(self) -> None:
        """Say how lines of files are made to what keeps them; models exist only now."""
        import_module("atlas.catalogue.lines").register(import_module("atlas.opendata.lines").MAKER)
