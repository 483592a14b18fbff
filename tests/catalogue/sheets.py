"""One invented sheet with a value in every block of D2.1, about as large as a full page of the old Atlas."""

from datetime import UTC, date, datetime
from decimal import Decimal

from atlas.catalogue.record import (
    PublicAction,
    PublicContact,
    PublicCountry,
    PublicDocument,
    PublicFlag,
    PublicFunding,
    PublicParty,
    PublicPost,
    PublicProject,
    PublicSource,
    PublicTheme,
    PublicVersion,
)

TODAY = date(2026, 3, 2)
MALI = PublicCountry(iso2="ML", name_fr="Mali", name_en="Mali", zone="afrique-ocean-indien")
GERMANY = PublicCountry(iso2="DE", name_fr="Allemagne", name_en="Germany", zone="union-europeenne")

PARAGRAPH = (
    "Les deux communes travaillent ensemble à l’accès à l’eau potable des hameaux du plateau, où les puits tarissent "
    "dès le mois de mars. Le service technique forme des agents, tient un registre des ouvrages et prépare leur "
    "entretien.\n"
    "\n"
    "Trois chantiers se suivent :\n"
    "- la remise en état de quatre forages ;\n"
    "- la formation de douze comités d’usagers ;\n"
    "- un tarif de l’eau décidé en conseil.\n"
    "Le compte rendu est publié sur https://rivebourg.example/eau. "
)


def party(role: str, name: str, **values: object) -> PublicParty:
    return PublicParty(role=role, name=name, **values)


RIVEBOURG = party(
    "partner",
    "Rivebourg",
    id=11,
    kind="commune",
    group="commune",
    country="FR",
    department="38",
    region="84",
    lat=45.43,
    lon=6.01,
)
HAUTES_TERRES = party(
    "partner",
    "Conseil régional des Hautes-Terres",
    id=12,
    kind="region",
    group="region",
    country="FR",
    lat=45.7,
    lon=4.8,
    former="Conseil régional du Haut-Plateau",
    is_approximate=True,
)
TAMBAGA = party(
    "partner",
    "Tambaga",
    id=21,
    declared="Commune rurale de TAMBAGA",
    kind="foreign_authority",
    group="foreign",
    country="ML",
    admin_area="Kayes",
    lat=13.0,
    lon=-9.6,
)
KOUROUME = party("partner", "Commune rurale de Kouroumé", country="ML")

STATE = {"funder": "Ministère de l’Europe et des Affaires étrangères", "id": 1, "kind": "state", "nature": "declared"}


def funding_lines() -> tuple[PublicFunding, ...]:
    """Eleven funders on three years: 34 lines, 1 % amounts placed and unplaced, a blank amount and a typed 0."""
    state = tuple(PublicFunding(**STATE, year=year, amount=Decimal(50_000)) for year in (2019, 2020, 2021))
    own = tuple(
        PublicFunding(
            funder="Rivebourg",
            id=11,
            kind="commune",
            nature="declared",
            year=year,
            amount=Decimal(12_900),
            pct_unplaced=(Decimal(1_000), Decimal(305)),
        )
        for year in (2019, 2020, 2021)
    )
    others = tuple(
        PublicFunding(
            funder=f"Commune de Larzaye-sur-Isle {number}", nature="declared", year=year, amount=Decimal(150 * number)
        )
        for number in range(1, 9)
        for year in (2019, 2020, 2021)
    )
    special = (
        PublicFunding(
            funder="Syndicat des eaux de l’Ombeline",
            nature="declared",
            year=2019,
            pct=(Decimal(0), None, Decimal(2_400)),
        ),
        PublicFunding(funder="Autre", kind="other_funder", nature="declared", year=2020, amount=Decimal(0)),
    )
    return (*state, *own, *others, *special)


def full_sheet(**changes: object) -> PublicProject:
    """The sheet; `changes` replace fields."""
    values: dict[str, object] = {
        "id": 7,
        "title": "Eau potable et gouvernance : accompagner les communes du plateau dans la gestion d’ouvrages et inte",
        "version": 2,
        "created_at": datetime(2026, 1, 10, 9, tzinfo=UTC),
        "updated_at": datetime(2026, 2, 14, 23, 30, tzinfo=UTC),
        "legacy_prj_id": 90_012,
        "is_example": True,
        "family": "decentralised_cooperation",
        "form": "project",
        "status": "ongoing",
        "first_convention_year": 1995,
        "start_year": 2019,
        "end_date": date(2021, 12, 31),
        "is_triennial": True,
        "context": PARAGRAPH * 3,
        "history": PARAGRAPH * 3,
        "objective": PARAGRAPH * 2,
        "description": PARAGRAPH * 4,
        "implementers": "Association Une Source pour Tous",
        "owners": "Rivebourg, Commune rurale de TAMBAGA et la Ville de Vauvert-sur-Isle",
        "beneficiaries": "50 000 habitants du plateau, dont 1 100 membres des coopératives.",
        "other_partners_france": "Réseau régional Passerelles",
        "other_partners_abroad": "Direction de l’hydraulique",
        "pre_reform_authority": "Conseil régional du Haut-Plateau",
        "communication_france": True,
        "communication_partner_countries": False,
        "has_evaluation": True,
        "cofinancing_years": (2019,),
        "countries": (MALI,),
        "posts": (PublicPost(name="Ambassade de France à Bamako", id=3, city="Bamako"),),
        "themes": (
            PublicTheme(rank=0, code="env.eau.assain",
                        path_fr=("Environnement, Climat et Energie", "Eau et déchets", "Eau et assainissement"),
                        path_en=("Environment, climate and energy", "Water and waste", "Water and sanitation")),
            PublicTheme(rank=1, code="pol.gouv", path_fr=("Politique", "Gouvernance locale"),
                        path_en=("Politics", "Local governance")),
            PublicTheme(rank=2, path_fr=("Solidarité numérique",), path_en=("Solidarité numérique",)),
        ),
        "parties": (
            RIVEBOURG,
            HAUTES_TERRES,
            TAMBAGA,
            KOUROUME,
            party("owner", "Rivebourg", id=11, kind="commune", group="commune", country="FR"),
            party("owner", "Ville de Vauvert-sur-Isle", country="FR"),
            party("implementer", "Association Une Source pour Tous", id=31, kind="association", group="association"),
        ),
        "contacts": (
            PublicContact(
                organisation="Ambassade de France à Bamako", function="Correspondant coopération décentralisée"
            ),
            PublicContact(organisation="Commune rurale de TAMBAGA", function="Secrétaire général"),
            PublicContact(organisation="Commune rurale de TAMBAGA"),
        ),
        "funding": funding_lines(),
        "actions": (
            PublicAction(title="Forages du plateau", objective="Assurer l’eau toute l’année", place="Tambaga",
                         summary="- quatre forages\n- deux pompes solaires", amount=Decimal("12000.50")),
        ),
        "documents": (
            PublicDocument(kind="convention", title="Convention 2019", url="https://rivebourg.example/convention.pdf"),
            PublicDocument(kind="other", title="Brochure", url="javascript:alert(1)"),
        ),
        "sdgs": (6, 17),
        "extra": (("Site jumeau", "Voir https://tambaga.example"),),
        "sources": (
            PublicSource(kind="legacy_page", received_on=date(2026, 1, 10), address="https://ancien.example/fiche?id=90012"),
            PublicSource(kind="legacy_page", received_on=date(2026, 1, 10)),
        ),
        "history_lines": (
            PublicVersion(number=1, at=datetime(2026, 1, 10, 9, tzinfo=UTC), origin="legacy_page"),
            PublicVersion(number=2, at=datetime(2026, 2, 14, 23, 30, tzinfo=UTC), origin="person",
                          changed=("objective", "funding")),
        ),
        "flags": (PublicFlag(code="title_probably_cut", field="title"), PublicFlag(code="pct_unplaced")),
    }  # fmt: skip
    return PublicProject(**{**values, **changes})
