"""The administration of the ministry’s staff: tables of the Atlas only, under its name.

Libraries bring pages of their own for addresses, tokens, second factors, sessions: they hold secrets, and what is
changed there leaves no trace in the journal. They are not let in, in whatever order the apps are loaded.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

OURS = "atlas."


class Administration(AdminSite):
    """`django.contrib.admin.site`, through `AdministrationConfig`."""

    site_title = site_header = _("Administration de l’Atlas")
    index_title = _("Données de référence, versions et journal")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Tables of libraries are left out without a word."""
        models: Iterable[type[Model]] = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        )
        ours = [model for model in models if model.__module__.startswith(OURS)]
        super().register(ours, admin_class, **options)


class AdministrationConfig(AdminConfig):
    """In place of `django.contrib.admin` among the apps."""

    default_site = "atlas.ui.administration.Administration"
