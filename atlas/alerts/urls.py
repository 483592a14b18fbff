"""Addresses of the pages of alerts, under their language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("alertes/nouvelle/"), views.new_page, name="alert_new"),
    path(_("alertes/demandee/"), views.requested_page, name="alert_requested"),
    path(_("alertes/confirmer/<str:token>/"), views.confirm_page, name="alert_confirm"),
    path(_("alertes/arreter/<str:token>/"), views.stop_page, name="alert_stop"),
]
