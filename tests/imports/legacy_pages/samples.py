"""What the tests of the reader share: the vocabulary of our reference files, invented sheets, ways to read them.

Every person, town and text here is invented. Real pages are read from beside the repository, where they are.
"""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from atlas.imports.legacy_pages.funding import funder_kind
from atlas.imports.legacy_pages.parse import parse_bytes, parse_text
from atlas.imports.legacy_pages.sheet import (
    ForeignContact,
    ForeignPartner,
    LegacyFunding,
    LegacyPost,
    LegacySheet,
    OtherTheme,
    Person,
    Vocabulary,
)

ROOT = Path(__file__).resolve().parents[3]
REAL_PAGES = ROOT.parent / "shared" / "legacy"
TODAY = date(2026, 7, 1)
MINISTRY = "Ministère de l'Europe et des Affaires étrangères"
WATER = ("Environnement, Climat et Energie", "Eau et déchets", "Eau et assainissement")


@cache
def vocabulary() -> Vocabulary:
    """The countries and themes that the project ships."""
    with (ROOT / "data/countries/countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    countries = {name: row["iso2"] for row in rows for name in (row["name_fr"], *row["aliases"].split("|")) if name}
    with (ROOT / "data/themes/themes.csv").open(encoding="utf-8", newline="") as file:
        nodes = {row["code"]: row for row in csv.DictReader(file)}

    def path(code: str) -> tuple[str, ...]:
        parent = nodes[code]["parent"]
        return (*(path(parent) if parent else ()), nodes[code]["label_fr"])

    return Vocabulary(countries, tuple(map(path, nodes)), {"Bamako": "ML", "Dakar": "SN"})


def read(page: str | bytes, **known: object) -> LegacySheet:
    """The sheet of a page, with our vocabulary and our day."""
    parse = parse_bytes if isinstance(page, bytes) else parse_text
    return parse(page, **({"vocabulary": vocabulary(), "today": TODAY} | known))


def codes(sheet: LegacySheet, field: str | None = None) -> set[str]:
    """The codes of a sheet's flags, of one field if given."""
    return {flag.code for flag in sheet.flags if field in {None, flag.field}}


def rules(sheet: LegacySheet) -> dict[str, object]:
    """What is proposed under each rule; of several under one rule the last."""
    return {proposal.rule: proposal.proposed for proposal in sheet.proposals}


def funding(funder: str, year: int, amount: int, *pct: int) -> LegacyFunding:
    values = tuple(map(Decimal, pct))
    return LegacyFunding(funder, year, Decimal(amount), values, len(values) == 3, kind=funder_kind(funder))


def example(**changes: object) -> LegacySheet:
    """A whole sheet without a defect, on which the day of the tests falls before the end."""
    sheet = LegacySheet(
        posts=(
            LegacyPost(
                "Ambassade de France à Bamako",
                "embassy",
                "Bamako",
                Person("Aline", "DUVERNOIS", None, "aline.duvernois@diplomatie.gouv.fr", "Aline DUVERNOIS"),
                Person("Paul-Henri", "LE GOARNEC", None, "ph.legoarnec@diplomatie.gouv.fr", "Paul-Henri LE GOARNEC"),
            ),
        ),
        title="Un réseau d’eau potable pour les quartiers nord de Tamadougou",
        first_convention_year=2004,
        theme=WATER,
        other_themes=(
            OtherTheme(("Education, Social et Recherche", "Santé", None), 1),
            OtherTheme(("Culture et Patrimoine", None, None), 2),
        ),
        start_year=2025,
        status="ongoing",
        status_declared="En cours",
        end_date=date(2027, 12, 31),
        context="La commune rurale grandit vite.\n\n- trois forages anciens,\n- un seul château d’eau.",
        history="Les deux communes se connaissent depuis un voyage de lycéens.",
        objective="Donner de l’eau à six quartiers.",
        description="Un forage, un réservoir et neuf bornes-fontaines.",
        form="project",
        form_declared="Projet de coopération décentralisée",
        implementers="Association Les Puits de Valmorins",
        owners="Valmorins-sur-Yse",
        beneficiaries="Environ 4 000 habitants.",
        foreign_partners=(
            ForeignPartner("Commune rurale de TAMADOUGOU", "ML", "Mali"),
            ForeignPartner("Cercle de Tamani du District de Bamako", "ML", "Mali"),
        ),
        foreign_contacts=(
            ForeignContact(
                "Commune rurale de TAMADOUGOU", "SAGARA", "Moussa", "Maire adjoint", "mairie@tamadougou.test"
            ),
            ForeignContact("Cercle de Tamani du District de Bamako", "BAH DIOP", "Awa", None, None),
        ),
        french_authorities=("Valmorins-sur-Yse",),
        is_triennial=True,
        funding_lines=(
            funding(MINISTRY, 2025, 9000),
            funding(MINISTRY, 2026, 9000),
            funding("Valmorins-sur-Yse", 2025, 12000, 500, 0, 250),
            funding("Valmorins-sur-Yse", 2026, 12000),
        ),
        communication_france=True,
        communication_partner_countries=False,
        has_evaluation=True,
        footer_ministry=MINISTRY,
    )
    return replace(sheet, **changes)
