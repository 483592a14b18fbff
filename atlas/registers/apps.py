from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "atlas.registers"
    verbose_name = _("Pages des pays")
