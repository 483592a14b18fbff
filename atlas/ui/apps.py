from django.apps import AppConfig
from django.conf import settings


class UiConfig(AppConfig):
    name = "atlas.ui"

    def ready(self) -> None:
        """Translations are read after this, at the first text that is shown."""
        from atlas.ui.translations import compile_outdated  # noqa: PLC0415  (only when a server or command starts)

        for folder in settings.LOCALE_PATHS:
            compile_outdated(folder)
