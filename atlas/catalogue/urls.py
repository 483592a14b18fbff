"""Addresses of the public Atlas, under their language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.views import (
    authority,
    country,
    figures,
    list_address,
    maps,
    project,
    quality,
    register_list,
    register_networks,
    search,
    search_values,
    suggestions,
    territory,
)

urlpatterns = [
    # In the order in which they are asked for: Django tries one after the other.
    path(_("projets/<int:project_id>/"), project.project_page, name="project"),
    path(_("recherche/"), search.search_page, name="search"),
    path(_("collectivites/<int:organisation_id>/"), authority.authority_page, name="authority"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path(_("recherche/<slug:parameter>/"), search_values.values_page, name="search_values"),
    path(_("carte/"), maps.map_view, name="map"),
    path(_("carte/donnees.json"), maps.map_places, name="map_places"),
    path(_("territoires/"), territory.territories_page, name="territories"),
    path(_("regions/<slug:code>/"), territory.region_page, name="region"),
    path(_("departements/<slug:code>/"), territory.department_page, name="department"),
    path(_("regions/<slug:code>/collectivites/"), register_list.region_list_page, name="region_list"),
    path(_("departements/<slug:code>/collectivites/"), register_list.department_list_page, name="department_list"),
    path(_("chiffres/"), figures.figures_page, name="figures"),
    path(_("chiffres/<slug:question>.csv"), figures.figure_csv, name="figure_csv"),
    path(_("chiffres/<slug:question>.svg"), figures.figure_svg, name="figure_svg"),
    path(_("chiffres/<slug:question>/integrer/"), figures.figure_frame, name="figure_frame"),
    path(_("qualite/"), quality.quality_page, name="quality"),
    path(_("qualite/pays/"), quality.countries_table, name="quality_countries"),
    path(_("qualite/collectivites/"), quality.authorities_table, name="quality_authorities"),
    path(_("pays/"), country.countries_page, name="countries"),
    path(_("pays/<slug:iso2>/"), country.country_page, name="country"),
    path(_("pays/<slug:iso2>/listes/reseaux-regionaux/"), register_networks.networks_page, name="register_networks"),
    path("countries/<slug:iso2>/lists/reseaux-regionaux/", list_address.networks_moved),
    path(_("pays/<slug:iso2>/listes/<register_list:name>/"), register_list.register_list_page, name="register_list"),
]
