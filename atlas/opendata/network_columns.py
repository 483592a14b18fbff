"""The columns of the files of regional networks, declared once; docs/open-data.md is compared with them by a test.

Keys never change; a column that comes or goes is said in CHANGELOG.md.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from atlas.opendata.columns import Column, Kind

COLUMNS: Final = (
    Column("network", _("Réseau"), _("Nom du réseau régional multi-acteurs"), Kind.TEXT, "name"),
    Column("region", _("Région française"), _("Région où le réseau travaille"), Kind.TEXT, "region_name"),
    Column("region_code", _("Code de la région"), _("Code officiel de la région"), Kind.CODE, "region"),
    Column(
        "activity", _("Ce qu’il fait"), _("Ce que le réseau fait pour ce pays, d’après le poste"), Kind.TEXT, "activity"
    ),
    Column("website", _("Site"), _("Adresse du site du réseau"), Kind.TEXT, "website"),
)
