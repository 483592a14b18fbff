"""Invented sheets of the old Atlas, as many as wanted: sheet `i` of a seed is the same in every run and needs no other.

For measuring, and for nothing else: names of French authorities are real, everything said of them is made up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from atlas.imports.legacy_pages.sheet import (
    ForeignContact,
    ForeignPartner,
    LegacyFunding,
    LegacyPost,
    LegacySheet,
    OtherTheme,
    Person,
    ThemePath,
)
from tests.bench import authorities, places, prose
from tests.bench.tables import rows
from tests.bench.vocabulary import WORDS
from tests.imports.legacy_pages.writer import write_g3

DATA: Final = Path(__file__).resolve().parents[2] / "data"
FIRST_ID: Final = 1_000_000
SEED: Final = 20
STATE: Final = "Ministère de l'Europe et des Affaires étrangères"
_STATUSES = ("En cours", "Terminé", "En sommeil")


@dataclass(frozen=True)
class Theme:
    code: str
    path: ThemePath


@dataclass(frozen=True)
class World:
    """What sheets are drawn from."""

    french: authorities.Authorities
    abroad: places.World
    themes: tuple[Theme, ...]
    posts: dict[str, LegacyPost]


@cache
def world() -> World:
    """Read once a process from `data/`."""
    return World(
        french=authorities.authorities(DATA), abroad=places.world(DATA), themes=tuple(_themes()), posts=_posts()
    )


def _themes() -> Iterator[Theme]:
    """Every theme on offer; water, education and culture more than once, as on the real sheets."""
    found = {row["code"]: row for row in rows(DATA / "themes/themes.csv") if row["is_offered"] == "true"}
    for code in found:
        parts = code.split(".")
        labels = [found[".".join(parts[: depth + 1])]["label_fr"] for depth in range(len(parts))]
        path = (labels[0], labels[1] if len(labels) > 1 else None, labels[2] if len(labels) > 2 else None)
        yield from [Theme(code, path)] * (4 if code in ("env.eau.assain", "edu.jeunesse", "cul.infra") else 1)


def _posts() -> dict[str, LegacyPost]:
    """Country → its post, without persons."""
    return {
        row["countries"]: LegacyPost(name=row["name"], kind=row["kind"], city=row["city"])
        for row in rows(DATA / "posts/posts.csv")
    }


def sheet(index: int, *, seed: int = SEED) -> LegacySheet:
    """The invented sheet number `index`, from 0."""
    known, rng = world(), Random(seed << 32 | index)
    theme = rng.choice(known.themes) if rng.random() < 0.9 else None
    towns = tuple(_towns(rng, known.abroad))
    partners = tuple(_partner(rng, town) for town in towns)
    french = tuple(dict.fromkeys(authorities.draw(rng, known.french) for _ in range(rng.choice((1, 1, 1, 2, 3)))))
    start = 2024 - int(55 * rng.random() ** 2)
    ended = rng.random() < 0.45 and start < 2022
    code, town = theme.code if theme else None, towns[0].name
    return LegacySheet(
        legacy_prj_id=FIRST_ID + index,
        posts=tuple(_post(rng, known.posts, partners)),
        title=prose.title(rng, code, town),
        first_convention_year=start if rng.random() < 0.8 else None,
        theme=theme.path if theme else None,
        other_themes=tuple(_other_themes(rng, known.themes)),
        start_year=start,
        status_declared=_STATUSES[1 if ended else 2 if rng.random() < 0.04 else 0],
        end_date=date(min(start + rng.randrange(1, 12), 2025), rng.choice((6, 12)), 30) if ended else None,
        form_declared="Projet de coopération décentralisée" if rng.random() < 0.95 else None,
        implementers=french[0] if rng.random() < 0.5 else None,
        owners=f"{french[0]}, {partners[0].name}" if rng.random() < 0.6 else None,
        beneficiaries=f"{rng.randrange(1, 90)}00 habitants de {town}",
        foreign_partners=partners,
        foreign_contacts=tuple(_contacts(rng, partners)),
        french_authorities=french,
        is_triennial=rng.random() < 0.25,
        funding_lines=tuple(_funding(rng, french, start)),
        communication_france=rng.random() < 0.6,
        communication_partner_countries=rng.random() < 0.5,
        has_evaluation=True if rng.random() < 0.6 else None,
        footer_ministry=STATE,
        **prose.texts(rng, code, town),
    )


def _towns(rng: Random, abroad: places.World) -> Iterator[places.Place]:
    """One country, sometimes two; one to three towns, of which each country has a few that come again and again."""
    codes = rng.choices(abroad.countries, cum_weights=abroad.shares, k=rng.choice((1, 1, 1, 1, 2)))
    for code in dict.fromkeys(codes):
        towns = abroad.places[code]
        drawn = (towns[int(len(towns) * rng.random() ** 2)] for _ in range(rng.choice((1, 1, 1, 2))))
        yield from dict.fromkeys(drawn)


def _partner(rng: Random, town: places.Place) -> ForeignPartner:
    name = town.name.upper() if rng.random() < 0.05 else town.kind + town.name
    return ForeignPartner(name=name, country=town.country, country_name=town.country_name)


def _post(rng: Random, posts: dict[str, LegacyPost], partners: Iterable[ForeignPartner]) -> Iterator[LegacyPost]:
    post = next((posts[partner.country] for partner in partners if partner.country in posts), None)
    if post is not None:
        yield LegacyPost(post.name, post.kind, post.city, _agent(rng), _agent(rng))


def _agent(rng: Random) -> Person:
    first, last = _person(rng)
    return Person(email=f"{first}.{last}@diplomatie.gouv.fr".lower(), raw=f"{first} {last.upper()}")


def _person(rng: Random) -> tuple[str, str]:
    return rng.choice(WORDS["first names"]), rng.choice(WORDS["name starts"]) + rng.choice(WORDS["name ends"])


def _contacts(rng: Random, partners: tuple[ForeignPartner, ...]) -> Iterator[ForeignContact]:
    for partner in partners:
        if rng.random() < 0.7:
            first, last = _person(rng)
            function = rng.choice(WORDS["functions"]) if rng.random() < 0.8 else None
            yield ForeignContact(partner.name, last.upper(), first, function)


def _other_themes(rng: Random, themes: tuple[Theme, ...]) -> Iterator[OtherTheme]:
    for priority in range(1, rng.choice((1, 1, 2, 3, 5))):
        yield OtherTheme(rng.choice(themes).path, priority)


def _funding(rng: Random, french: tuple[str, ...], start: int) -> Iterator[LegacyFunding]:
    """Four to twelve lines over up to three years; the State in most sheets, 1 % amounts in some (D2.3)."""
    funders = [*french, *([STATE] if rng.random() < 0.75 else []), "Collectivités et partenaires étrangers", "Autre"]
    has_pct = rng.random() < 0.12
    for place in range(rng.randrange(4, 13)):
        funder = funders[place % len(funders)]
        amount = Decimal(rng.randrange(1, 400) * 100 if rng.random() < 0.96 else 0)
        pct = (Decimal(1_000), Decimal(rng.randrange(100, 900))) if has_pct and funder in french else ()
        yield LegacyFunding(funder, min(start + place // len(funders), 2025), amount, pct)


def page(index: int, *, seed: int = SEED) -> str:
    """The text of a sheet as the old site printed it (generation G3)."""
    return write_g3(sheet(index, seed=seed))


def write(folder: Path, indexes: Iterable[int], *, seed: int = SEED) -> Path:
    """A file for each sheet, in subfolders of a thousand; returns `folder`."""
    for index in indexes:
        path = folder / f"{index // 1_000:04}" / f"{FIRST_ID + index}.txt"
        if index % 1_000 == 0 or not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(index, seed=seed), encoding="utf-8")
    return folder
