"""Addresses of the home and of the pages of text, under their language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from atlas.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path(_("a-propos/"), views.text_page, {"template": "pages/about.html"}, name="about"),
    path(_("mentions-legales/"), views.text_page, {"template": "pages/legal.html"}, name="legal"),
    path(_("accessibilite/"), views.accessibility_page, name="accessibility"),
]
