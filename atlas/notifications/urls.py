"""Address of the page that ends optional mails, under its language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [path(_("courriels/desabonnement/<str:token>/"), views.unsubscribe_page, name="unsubscribe")]
