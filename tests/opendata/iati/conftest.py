"""A register with what IATI needs: themes with their codes, countries with their class; projects published in it."""

import pytest

from atlas.reference.models import Code, Country, CountryClass, Theme, WorldZone
from tests.catalogue.records import COUNTRIES, THEMES, ZONES
from tests.opendata.conftest import index_dir, indexed, public

__all__ = ["index_dir", "indexed", "public"]
CODES = {"env.eau.assain": "14030", "env.eau": "", "edu.sante": "12220", "edu.jeunesse": "16015", "cul.patri": "41040"}


@pytest.fixture
def reference(db):
    """« Eau et déchets » has no default, only alternatives; the roots of the tree have no code (D4.1)."""
    for rank, (code, (french, english)) in enumerate(ZONES.items(), start=1):
        WorldZone.objects.create(code=code, name_fr=french, name_en=english, rank=rank)
    for iso2, one in COUNTRIES.items():
        country = Country.objects.create(
            iso2=iso2, iso3=f"{iso2}X", name_fr=one.name_fr, name_en=one.name_en, zone_id=one.zone
        )
        is_eligible = iso2 not in ("DE", "PL")
        CountryClass.objects.create(
            country=country,
            data_year=2025,
            dac_class="oda_other" if is_eligible else "non_oda",
            is_eligible=is_eligible,
            source="test",
        )
    for rank, code in enumerate(sorted({"env", "edu", "cul", *(code for code, _, _ in THEMES)}), start=1):
        Theme.objects.create(
            code=code,
            level=code.count(".") + 1,
            parent_id=code.rpartition(".")[0] or None,
            label_fr=code,
            label_en=code,
            rank=rank,
            origin="ministry",
            nomenclature_version="v1",
            crs_default=CODES.get(code, ""),
            crs_alternatives=["14030", "14050"] if code == "env.eau" else [],
        )
    for code in ("14030", "14050", "12220", "16015", "41040"):
        Code.objects.create(scheme="purpose", code=code, name_fr=code, name_en=code, source="test")
