"""A list of a country's register in the reader's words: sentences, headings, cells. For its page and its PDF file.

Pure but for the reader's language; counts nothing itself. A long list shows its beginning on the page and says where
the rest is; files hold everything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from atlas.reference.choices import Form
from atlas.ui.formats import day, number

from .closed_words import family_words, group_label
from .register_asked import RegisterAsked
from .register_lists import TERRITORY, FamilyList, ListKind, RegisterRow, Section
from .tally import Rule
from .wording import kind_label, label_of
from .words import ngettext

MOST_SHOWN = 1_000
"""Rows of a section that a page shows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`url` "" = no link."""

    text: str
    url: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class ShownSection:
    """`title` "" = the section has no heading of its own; `left`: how many rows are not shown, "" for none."""

    title: str
    level: int
    facts: str
    rows: tuple[tuple[Cell, ...], ...]
    left: str


@dataclass(frozen=True, slots=True)
class ShownFamily:
    """`summary`: how many, in a sentence; `headings`: of the columns of each section's rows; `count`: rows in all."""

    label: str
    caption: str
    summary: str
    projects_url: str
    headings: tuple[Cell, ...]
    sections: tuple[ShownSection, ...]
    is_titled: bool
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What all families of a page share: addresses of the search and of an authority (its beginning), the language."""

    chosen: ListKind
    asked: RegisterAsked
    search: str
    authority: str
    language: str
    most: int | None = MOST_SHOWN


def shown(found: FamilyList, frame: Frame) -> ShownFamily:
    """One family of a list."""
    label = family_words(found.scope.family)
    words = {"family": label, "list": frame.chosen.label, "day": day(frame.asked.as_of, frame.language)}
    return ShownFamily(
        label=label,
        caption=gettext("%(family)s : %(list)s, au %(day)s") % words,
        summary=summary(found, frame),
        projects_url=f"{frame.search}?{found.scope.query.to_params()}",
        headings=tuple(_headings(frame)),
        sections=tuple(_section(one, frame) for one in found.sections),
        is_titled=any(one.title is not None for one in found.sections),
        is_empty=not found.rows,
    )


def summary(found: FamilyList, frame: Frame) -> str:
    """« 8 collectivités : communes 5, départements 3. »"""
    slug, language = frame.chosen.slug, frame.language
    if slug == "partenaires":
        return gettext("%(pairs)s, %(partners)s.") % {
            "pairs": _many(found.partnerships, "pair", language),
            "partners": _many(found.partners, "partner", language),
        }
    whole = _many(found.authorities, "authority", language)
    parts = ", ".join(f"{group_label(group).lower()} {number(n, language)}" for group, n in found.groups.items())
    if len(found.groups) > 1:
        whole = gettext("%(whole)s : %(parts)s") % {"whole": whole, "parts": parts}
    if slug == "sans-partenaire":
        unplaced = sum(one.projects or 0 for one in found.sections)
        return gettext("%(whole)s. %(projects)s ne nomment aucun partenaire du pays.") % {
            "whole": whole,
            "projects": _many(unplaced, "project", language),
        }
    return f"{whole}."


_WORDS = {
    "pair": lambda n: ngettext("%(count)s partenariat", "%(count)s partenariats", n),
    "partner": lambda n: ngettext("%(count)s partenaire étranger", "%(count)s partenaires étrangers", n),
    "authority": lambda n: ngettext("%(count)s collectivité française", "%(count)s collectivités françaises", n),
    "project": lambda n: ngettext("%(count)s projet", "%(count)s projets", n),
}


def _many(count: int, what: str, language: str) -> str:
    return _WORDS[what](count) % {"count": number(count, language)}


def _headings(frame: Frame) -> Iterator[Cell]:
    if frame.chosen.slug == "partenaires":
        yield Cell(gettext("Partenaire"))
        yield Cell(gettext("Région partenaire"))
    yield Cell(gettext("Collectivité française"))
    yield Cell(gettext("Nature"))
    if frame.chosen.slug == "partenaires":
        yield Cell(gettext("Lien depuis"), is_number=True)
        yield Cell(gettext("Forme"))
    yield Cell(gettext("Projets"), is_number=True)


def _section(one: Section, frame: Frame) -> ShownSection:
    rows, left = one.rows, 0
    if frame.most is not None:
        rows, left = rows[: frame.most], max(0, len(rows) - frame.most)
    return ShownSection(
        title=section_title(one, frame.chosen),
        level=one.level,
        facts=", ".join(_facts(one, frame.language)) if one.title is not None else "",
        rows=tuple(tuple(_cells(row, frame)) for row in rows),
        left=number(left, frame.language) if left else "",
    )


def section_title(one: Section, chosen: ListKind) -> str:
    """The heading of a section; what is not known is said; "" for a list without headings."""
    if one.title is None or one.title:
        return one.title or ""
    return gettext("Thème non précisé") if chosen.slug == "par-theme" else gettext("Région non connue")


def _facts(one: Section, language: str) -> Iterator[str]:
    if one.projects is not None:
        yield _many(one.projects, "project", language)
    yield _many(len(one.rows), "authority", language)
    if one.partners is not None:
        yield _many(one.partners, "partner", language)


def _cells(row: RegisterRow, frame: Frame) -> Iterator[Cell]:
    if frame.chosen.slug == "partenaires":
        yield Cell(row.partner, _page(row.partner_id, frame))
        yield Cell(row.area or gettext("non connue"))
        yield Cell(row.name or gettext("aucune collectivité nommée"), _page(row.id, frame))
        yield Cell(kind_of(row))
        yield Cell(str(row.since) if row.since else "", is_number=True)
        yield Cell(forms_of(row))
    else:
        yield Cell(row.name, _page(row.id, frame))
        yield Cell(kind_of(row))
    yield Cell(number(row.projects, frame.language), is_number=True)


def _page(organisation_id: int | None, frame: Frame) -> str:
    return f"{frame.authority}{organisation_id}/" if organisation_id else ""


def kind_of(row: RegisterRow) -> str:
    """What the authority of a row is; "" without one."""
    return (kind_label(row.kind) or gettext("Non identifiée")) if row.name else ""


def forms_of(row: RegisterRow) -> str:
    """The forms of a pair's projects, "" when no sheet states one."""
    return ", ".join(label_of(Form, form) for form in row.forms)


def rule_words(chosen: ListKind, asked: RegisterAsked, language: str) -> tuple[str, ...]:
    """What a list holds and how it is counted, in sentences."""
    words = {"day": day(asked.as_of, language)}
    which = (
        gettext("commencés au plus tard l’année de cette date, ni terminés ni annulés au %(day)s")
        if asked.rule is Rule.ACTIVE
        else gettext("commencés au plus tard l’année de cette date (%(day)s), quel que soit leur état")
    ) % words
    sentences = [sentence % {"which": which} for sentence in _sentences(chosen)]
    if asked.is_past:
        sentences.append(
            gettext(
                "La liste dit ce qui existait au %(day)s d’après les fiches telles que l’Atlas les connaît aujourd’hui."
            )
            % words
        )
    return (*sentences, gettext("Les familles de projets sont comptées à part et ne s’additionnent pas."))


def _sentences(chosen: ListKind) -> Sequence[str]:
    if chosen is TERRITORY:
        return (
            gettext(
                "Collectivités françaises de ce territoire partenaires d’au moins un projet avec un partenaire "
                "étranger, parmi les projets %(which)s. Chacune compte une fois par famille."
            ),
        )
    whole = gettext(
        "Collectivités françaises partenaires d’au moins un projet avec un partenaire du pays, parmi les projets "
        "%(which)s. Chacune compte une fois par famille."
    )
    return {
        "par-region-partenaire": (
            whole,
            gettext(
                "Une région est la première subdivision du pays où se trouve le partenaire étranger. Une collectivité "
                "qui a des partenaires dans plusieurs régions figure dans chacune : les régions ne s’additionnent pas."
            ),
        ),
        "par-theme": (
            whole,
            gettext(
                "Une collectivité figure sous chaque thème de ses projets, principal ou secondaire : les thèmes ne "
                "s’additionnent pas. Un thème comprend ses sous-thèmes."
            ),
        ),
        "partenaires": (
            gettext(
                "Chaque partenaire du pays avec chacune de ses collectivités françaises, parmi les projets %(which)s."
            ),
            gettext(
                "« Lien depuis » : la plus ancienne année que disent leurs fiches, première convention ou début. Un "
                "partenariat est une paire : une collectivité et un partenaire."
            ),
        ),
        "sans-partenaire": (
            gettext(
                "Collectivités françaises partenaires d’un projet dans le pays dont la fiche ne nomme aucun partenaire "
                "du pays, parmi les projets %(which)s. Sans partenaire connu, elles ne comptent pas parmi les "
                "collectivités actives ou recensées du pays."
            ),
            gettext(
                "Vous connaissez ce partenaire ? Ouvrez la fiche du projet et choisissez « Suggérer une correction »."
            ),
        ),
    }.get(chosen.slug, (whole,))


def empty_words(chosen: ListKind) -> str:
    """Why a list of one family is empty, and what to do."""
    if chosen.slug == "sans-partenaire":
        return gettext("Chaque collectivité de cette famille a un partenaire connu dans le pays : rien à compléter.")
    return gettext("Aucune à cette date. Choisissez une autre date, une autre liste, ou tous les projets recensés.")


def list_title(chosen: ListKind, place: str) -> str:
    """« Mali : communes françaises ». `place`: the country or territory."""
    titles = {
        "toutes": gettext("%(place)s : collectivités françaises"),
        "communes": gettext("%(place)s : communes françaises"),
        "groupements": gettext("%(place)s : groupements français"),
        "departements-et-regions": gettext("%(place)s : départements et régions français"),
        "par-region-partenaire": gettext("%(place)s : collectivités françaises par région partenaire"),
        "par-theme": gettext("%(place)s : collectivités françaises par thème"),
        "partenaires": gettext("%(place)s : partenaires et leurs collectivités françaises"),
        "sans-partenaire": gettext("%(place)s : collectivités françaises sans partenaire connu"),
        TERRITORY.slug: gettext("%(place)s : collectivités qui agissent à l’étranger"),
    }
    return titles[chosen.slug] % {"place": place}
