"""Public pages under their language; the administration and the old addresses outside of it."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from atlas.accounts.backends import may_enter
from atlas.catalogue.views.legacy import legacy_project
from atlas.pages import views

# The administration has no sign-in of its own: second factor and limits hold for it too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as it says
admin.site.has_permission = may_enter  # type: ignore[method-assign]  # the role opens it, and closes it when it ends

urlpatterns = [
    # First what is asked for most: Django tries one after the other.
    *i18n_patterns(
        path("", include("atlas.catalogue.urls")),
        path("", include("atlas.pages.urls")),
        path("", include("atlas.corrections.urls")),
        path("", include("atlas.opendata.urls")),
        path("", include("atlas.registers.urls")),
        path("", include("atlas.relay.urls")),
        path("", include("atlas.imports.urls")),
        path("", include("atlas.moderation.urls")),
        path("", include("atlas.notifications.urls")),
        path("", include("atlas.alerts.urls")),
        path("", include("atlas.campaigns.urls")),
        path("", include("atlas.dashboard.urls")),
        path("", include("atlas.declared.urls")),
        path("", include("atlas.rounds.urls")),
        path(_("compte/"), include("atlas.accounts.urls")),
        path("", include("atlas.workspace.urls")),
    ),
    path("api/v1/", include("atlas.opendata.api.urls")),
    path("", views.root),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", views.sitemap_part, name="sitemap_part"),
    path("admin/", admin.site.urls),
    path("cncdext/dyn/public/atlas/detailProjet.html", legacy_project, name="legacy_project"),
]

handler404 = "atlas.pages.views.not_found"
handler500 = "atlas.pages.views.server_error"
