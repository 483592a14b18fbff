"""Invented public records for the catalogue's tests: varied, repeatable, about as long as real sheets."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from atlas.catalogue.models import Change, OrganisationRecord, ProjectRecord, Revision
from atlas.catalogue.record import (
    PublicAction,
    PublicCountry,
    PublicFlag,
    PublicFunding,
    PublicOrganisation,
    PublicParty,
    PublicPlace,
    PublicProject,
    PublicTheme,
    encode,
)

START = datetime(2012, 1, 1, 9, tzinfo=UTC)

ZONES = {
    "afrique-subsaharienne": ("Afrique subsaharienne", "Sub-Saharan Africa"),
    "afrique-nord-moyen-orient": ("Afrique du Nord et Moyen-Orient", "North Africa and Middle East"),
    "union-europeenne": ("Union européenne", "European Union"),
    "asie-oceanie": ("Asie et Océanie", "Asia and Oceania"),
    "ameriques": ("Amériques", "Americas"),
}
REGIONS = {"84": "Auvergne-Rhône-Alpes", "53": "Bretagne", "11": "Île-de-France"}
COUNTRIES = {
    code: PublicCountry(
        iso2=code, name_fr=name_fr, name_en=name_en, zone=zone, zone_fr=ZONES[zone][0], zone_en=ZONES[zone][1]
    )
    for code, name_fr, name_en, zone in (
        ("ML", "Mali", "Mali", "afrique-subsaharienne"),
        ("BF", "Burkina Faso", "Burkina Faso", "afrique-subsaharienne"),
        ("SN", "Sénégal", "Senegal", "afrique-subsaharienne"),
        ("MG", "Madagascar", "Madagascar", "afrique-subsaharienne"),
        ("MA", "Maroc", "Morocco", "afrique-nord-moyen-orient"),
        ("LB", "Liban", "Lebanon", "afrique-nord-moyen-orient"),
        ("DE", "Allemagne", "Germany", "union-europeenne"),
        ("PL", "Pologne", "Poland", "union-europeenne"),
        ("VN", "Viêt Nam", "Vietnam", "asie-oceanie"),
        ("HT", "Haïti", "Haiti", "ameriques"),
    )
}
THEMES = (
    (
        "env.eau.assain",
        ("Environnement", "Eau et déchets", "Eau et assainissement"),
        ("Environment", "Water and waste", "Water and sanitation"),
    ),
    ("env.eau", ("Environnement", "Eau et déchets"), ("Environment", "Water and waste")),
    ("edu.sante", ("Éducation", "Santé"), ("Education", "Health")),
    ("edu.jeunesse", ("Éducation", "Jeunesse et genre"), ("Education", "Youth and gender")),
    ("cul.patri", ("Culture", "Patrimoine"), ("Culture", "Heritage")),
    ("pol", ("Politique",), ("Politics",)),
)
PLACES = ("Rivebourg", "Sainte-Ombeline", "Montclar-le-Haut", "Vauvert-sur-Isle", "Étangville", "Hautecombe", "Larzaye")
FOREIGN_PLACES = ("Tambaga", "Kouroumé", "Sidi Rahmane", "Anjozafy", "Neustadtl", "Phu Lam", "Gros Morin")
KINDS = (("commune", "commune"), ("ca", "intermunicipality"), ("department", "department"), ("region", "region"))
STATUSES = (None, "ongoing", "completed", "dormant", "planned", "suspended", "cancelled")
SUBJECTS = (
    "La commune",
    "Le comité de jumelage",
    "Une délégation d’élus",
    "Le service des eaux",
    "L’association des usagers",
    "Le syndicat",
    "Chaque village",
    "L’école du bourg",
    "Le centre de santé",
    "Une équipe de techniciens",
)
VERBS = ("prépare", "accompagne", "finance", "évalue", "construit", "réhabilite", "organise", "forme", "équipe", "suit")
OBJECTS = (
    "des réseaux d’eau potable",
    "la gestion des déchets",
    "une station d’assainissement",
    "la bibliothèque municipale",
    "les maternités rurales",
    "un forage et des bornes-fontaines",
    "les jeunes agriculteurs",
    "le cadastre communal",
    "la formation des agents d’état civil",
    "des échanges scolaires",
    "la sauvegarde du patrimoine bâti",
    "l’électrification des écoles",
    "les coopératives de femmes",
    "la prévention des inondations",
)
PLACINGS = (
    "dans le cercle",
    "au chef-lieu",
    "avec les habitants",
    "durant trois années",
    "sur le plateau",
    "à la frontière",
)
SYLLABLES = ("ba", "ko", "ri", "lan", "mé", "tou", "ga", "si", "dour", "né", "fa", "zé", "pol", "vi", "cha", "mon")


def text(rng: random.Random, length: int) -> str:
    """About `length` characters of plausible sentences, one word in each from a long tail of invented names."""
    sentences: list[str] = []
    while sum(map(len, sentences)) < length:
        name = "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))).capitalize()
        words = (rng.choice(SUBJECTS), rng.choice(VERBS), rng.choice(OBJECTS), rng.choice(PLACINGS), "de", name)
        sentences.append(" ".join(words) + ". ")
    return "".join(sentences).strip()


def french_party(number: int) -> PublicParty:
    kind, group = KINDS[number % len(KINDS)]
    department, region = f"{number % 95 + 1:02}", sorted(REGIONS)[number % 95 % 3]
    return PublicParty(
        role="partner",
        id=1_000 + number,
        name=f"{PLACES[number % len(PLACES)]} {number}",
        kind=kind,
        group=group,
        country="FR",
        department=department,
        department_name=f"Département {department}",
        region=region,
        region_name=REGIONS[region],
        lat=46.0,
        lon=3.0,
        former=f"Ancienne {PLACES[number % len(PLACES)]}" if number % 11 == 0 else None,
    )


def foreign_party(number: int, country: str) -> PublicParty:
    name = f"{FOREIGN_PLACES[number % len(FOREIGN_PLACES)]} {number}"
    known = number % 5 != 0
    return PublicParty(
        role="partner",
        id=100_000 + number if known else None,
        name=name,
        kind="foreign_city" if known else None,
        group="foreign" if known else None,
        country=country,
        lat=12.5 if known else None,
        lon=-8.0 if known else None,
    )


def funding(rng: random.Random, start: int | None) -> tuple[PublicFunding, ...]:
    """None to four lines: the State, an authority, 1 % amounts placed or not, typed zeros."""
    year = rng.choice((None, start, (start or 2000) + 2))
    lines = (
        PublicFunding(funder="Ministère", nature="granted", kind="state", amount=Decimal(12_000), year=year),
        PublicFunding(funder="Ministère", nature="granted", kind="state", amount=Decimal(0), year=1999),
        PublicFunding(funder="Rivebourg", nature="declared", kind="commune", pct=(Decimal(0), None, Decimal(50))),
        PublicFunding(funder="Autre", nature="declared", kind="other_funder", pct=(Decimal(0),), amount=Decimal(7)),
        PublicFunding(funder="Agence", nature="paid", kind="water_agency", pct_water=Decimal(5), pct_waste=Decimal(0)),
    )
    return tuple(rng.sample(lines, k=rng.randrange(4)))


def declared_places(number: int, country: str) -> tuple[PublicPlace, ...]:
    """Where a project of that number says that it happens: a point, one more without a name, or the whole country."""
    if number % 3 == 0:
        return (PublicPlace(country=country),)
    lat, lon = number % 60 - 20 + 0.25, number % 90 - 40 + 0.125
    school = PublicPlace(country=country, name=f"École {number}", lat=lat, lon=lon, area="Plateau")
    return school, PublicPlace(country=country, lat=lat + 1, lon=lon, is_approximate=True)


def project(number: int, *, seed: int = 0, length: int = 3_000, **changes: object) -> PublicProject:
    """The invented project `number`: equal arguments give an equal record, another seed another version of it."""
    rng, other = random.Random(f"{seed}/{number}"), random.Random(f"{number}/{seed}")
    countries = tuple(COUNTRIES[code] for code in sorted(rng.sample(sorted(COUNTRIES), k=rng.choice((1, 1, 1, 2)))))
    codes = [country.iso2 for country in countries]
    themes = tuple(
        PublicTheme(rank=rank, code=code, path_fr=path_fr, path_en=path_en)
        for rank, (code, path_fr, path_en) in enumerate(rng.sample(THEMES, k=rng.choice((1, 1, 2))))
    )
    start = rng.choice((None, *range(1975, 2026)))
    values: dict[str, object] = {
        "id": number,
        "title": f"{rng.choice(OBJECTS).capitalize()} {rng.choice(PLACINGS)}",
        "version": seed + 1,
        "updated_at": START + timedelta(hours=number * 7 % 99_991, minutes=seed),
        "created_at": START,
        "status": rng.choice(STATUSES),
        "start_year": start,
        "end_date": date(start + 3, 12, 31) if start and rng.random() < 0.5 else None,
        "family": rng.choice((None, "decentralised_cooperation", "decentralised_cooperation", "other_external_action")),
        "form": rng.choice((None, "twinning", "project", "agreement")),
        "countries": countries,
        "places": declared_places(number, codes[0]) if number % 40 == 33 else (),
        "themes": themes,
        "parties": (
            *(french_party(rng.randrange(900)) for _ in range(rng.choice((1, 1, 2)))),
            *(
                foreign_party(rng.randrange(2_000) // 10 * 10 + index % 10, rng.choice(codes))
                for index in range(rng.choice((1, 2)))
            ),
        ),
        "is_triennial": other.choice((None, True, False)),
        "verified_on": other.choice((None, date(2024, 2, 29), date(2025, 6, 15))),
        "flags": tuple(PublicFlag(code=code) for code in ("stale", "end_missing") if (number + len(code)) % 4 == 0),
        "cofinancing_years": other.choice(((), (), (2011,), (2011, 2012))),
        "funding": (lines := funding(other, start)),
        "total_amount": sum((line.amount for line in lines if line.amount), Decimal(0)) if lines else None,
        "objective": text(rng, length // 5),
        "description": text(rng, length // 2),
        "context": text(rng, length // 5),
        "actions": (PublicAction(title="Première action", summary=text(rng, length // 10)),) if length else (),
    }
    return PublicProject(**{**values, **changes})


def publish(*projects: PublicProject) -> int:
    """Store records with their lines of the change log, as the catalogue does; the last revision."""
    row, _ = Revision.objects.get_or_create(pk=1)
    for number, value in enumerate(projects, start=row.number + 1):
        ProjectRecord.objects.update_or_create(
            project_id=value.id,
            defaults={
                "version": value.version,
                "revision": number,
                "content_hash": str(number),
                "data": encode(value),
                "legacy_prj_id": value.legacy_prj_id,
            },
        )
        Change.objects.create(revision=number, project_id=value.id, kind="upsert", at=START)
    row.number += len(projects)
    row.save()
    return row.number


def withdraw(*project_ids: int) -> int:
    """Remove records as the catalogue does; the last revision."""
    row, _ = Revision.objects.get_or_create(pk=1)
    for number, project_id in enumerate(project_ids, start=row.number + 1):
        ProjectRecord.objects.filter(pk=project_id).delete()
        Change.objects.create(revision=number, project_id=project_id, kind="delete", at=START)
    row.number += len(project_ids)
    row.save()
    return row.number


def publish_organisation(value: PublicOrganisation) -> None:
    OrganisationRecord.objects.create(organisation_id=value.id, content_hash="-", data=encode(value))
