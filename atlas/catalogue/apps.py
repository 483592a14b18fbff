from importlib import import_module

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "atlas.catalogue"

    def ready(self) -> None:
        """Listen to the register; models exist only now."""
        import_module("atlas.catalogue.receivers")
