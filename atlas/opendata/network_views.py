"""Files of the regional networks of a country: the rows of their page as CSV, spreadsheet and PDF."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from atlas.catalogue import register_networks
from atlas.catalogue.queries import register_of
from atlas.catalogue.record import PublicRegister
from atlas.catalogue.views.country import partner_country
from atlas.catalogue.views.links import links
from atlas.opendata.network_columns import COLUMNS
from atlas.opendata.register_files import ListFile
from atlas.opendata.register_views import format_of
from atlas.opendata.responses import file_response
from atlas.opendata.words import words_for


@require_safe
def networks_file(request: HttpRequest, iso2: str, extension: str) -> HttpResponseBase:
    """Two queries. 404 for no partner country and for no such format."""
    write, content_type = format_of(extension)
    country = partner_country(iso2)
    made = _file(request, register_of(country.iso2), country.name, get_language() or "fr")
    return file_response(request, write(made), content_type, f"{made.file_name}.{extension}", made.total)


def _file(request: HttpRequest, register: PublicRegister, place: str, language: str) -> ListFile:
    """The list holds at the date of the register's data; addresses are whole, since a file leaves the site."""
    today = localdate()
    rows, held_on = register_networks.rows_of(register, language), register_networks.day_of(register, today)
    return ListFile(
        language=language,
        title=register_networks.title(place),
        as_of=held_on,
        made_on=today,
        rule=gettext("Réseaux publiés sur la page du pays"),
        rules=(*register_networks.warnings(register), *register_networks.rules()),
        filters=(place, str(register_networks.LABEL)),
        ignored=(),
        page=request.build_absolute_uri(reverse("register_networks", args=[register.iso2])),
        words=words_for(language, request.build_absolute_uri(links(language).project)),
        chosen=COLUMNS,
        rows=lambda: rows,
        total=len(rows),
        families=lambda: [register_networks.table(rows, place, held_on, language)] if rows else [],
    )
