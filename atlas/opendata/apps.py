from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "atlas.opendata"

    def ready(self) -> None:
        """Say how lines of files are made to what keeps them."""
        from atlas.catalogue import lines  # noqa: PLC0415  (its models exist only now)

        lines.register("atlas.opendata.lines")
