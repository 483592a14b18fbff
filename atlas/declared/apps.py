from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeclaredConfig(AppConfig):
    name = "atlas.declared"
    verbose_name = _("Inscriptions")
