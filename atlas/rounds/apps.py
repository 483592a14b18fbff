from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    name = "atlas.rounds"
    verbose_name = _("Vérifications après une élection")
