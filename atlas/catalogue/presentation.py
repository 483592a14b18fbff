"""PublicProject → what its sheet shows, ready for a flat template: words, links, order, what is left out (D2.1).

Pure but for the reader's language (`gettext`). No markup of its own except texts made safe by `prose`, no address of
the site: pages add the links. Money and members have modules of their own.
"""

from collections.abc import Iterator
from datetime import date

import msgspec
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from atlas.reference.choices import Alive, Family, Form, Status
from atlas.ui.formats import day, euros

from . import prose, wording
from .confirmation import doubts
from .locator import Locator, locate
from .members import Member, former_words, members_of
from .money import Funding, funding_of
from .record import PublicParty, PublicProject, PublicTheme, PublicVersion
from .shapes import outlines
from .similar import Similar
from .whereabouts import Where, spots_of, where_of
from .words import gettext

TITLE_CUT = "title_probably_cut"
SHORT_TITLE = 60  # characters, in the line that says where we are


class Badge(msgspec.Struct, frozen=True):
    """A word and the design system's class that repeats it in colour; `is_source`: as declared, in French."""

    word: str
    style: str
    is_source: bool = False


class Partner(msgspec.Struct, frozen=True):
    """One side's line of the header: `former` is already worded (« ex-… »), '' when the name did not change."""

    name: str
    id: int | None
    former: str
    country: str


class Fact(msgspec.Struct, frozen=True):
    """A label and its value; `is_source` when the value is a French text of the source, `is_source_label` the label."""

    label: str
    value: str | SafeString
    is_source: bool = False
    is_source_label: bool = False


class Text(msgspec.Struct, frozen=True):
    """A long text of the sheet under its heading."""

    anchor: str
    label: str
    html: SafeString


class Action(msgspec.Struct, frozen=True):
    title: str
    objective: SafeString
    summary: SafeString
    place: str
    amount: str


class Theme(msgspec.Struct, frozen=True):
    """`path`: labels from level 1 down, `last` the most precise one; `standing`: main theme or priority, in words.

    `is_source` when only the declared label is known; `code` is then ''.
    """

    path: str
    last: str
    standing: str
    code: str
    is_source: bool


class Contact(msgspec.Struct, frozen=True):
    organisation: str
    functions: str


class Reference(msgspec.Struct, frozen=True):
    """A document or a source: `kind` in words; `url` is '' unless it is a web address."""

    title: str
    kind: str
    url: str


class Version(msgspec.Struct, frozen=True):
    """A line of the history: number and day, where it came from, what it changed."""

    heading: str
    origin: str
    changed: str


class CountryName(msgspec.Struct, frozen=True):
    iso2: str
    name: str


class Sheet(msgspec.Struct, frozen=True):
    """Everything the sheet's page shows, in order. Empty tuples and '' are blocks that the page leaves out."""

    id: int
    legacy_prj_id: int | None
    title: str
    short_title: str
    title_note: str
    is_example: bool
    status: Badge
    doubts: tuple[str, ...]
    french: tuple[Partner, ...]
    foreign: tuple[Partner, ...]
    countries: tuple[CountryName, ...]
    period: str
    facts: tuple[Fact, ...]
    opening: str
    texts: tuple[Text, ...]
    actions: tuple[Action, ...]
    where: tuple[Where, ...]
    members: tuple[Member, ...]
    declared: tuple[Fact, ...]
    themes: tuple[Theme, ...]
    goals: tuple[str, ...]
    funding: Funding
    follow_up: tuple[Fact, ...]
    posts: tuple[str, ...]
    contacts: tuple[Contact, ...]
    extra: tuple[Fact, ...]
    documents: tuple[Reference, ...]
    similar: tuple[Similar, ...]
    sources: tuple[Reference, ...]
    versions: tuple[Version, ...]
    notes: tuple[str, ...]
    locator: Locator | None
    updated_on: str
    verified_on: str


def sheet_of(project: PublicProject, *, language: str, today: date, similar: tuple[Similar, ...] = ()) -> Sheet:
    """The whole sheet in the active `language`, with the sheets nearby that were found for it.

    `today` decides only whether « en cours » is to be confirmed.
    """
    countries = country_names(project, language)
    title = project.title.strip() or gettext("Fiche sans titre")
    return Sheet(
        id=project.id,
        legacy_prj_id=project.legacy_prj_id,
        title=title,
        short_title=shortened(title),
        title_note=_title_note(project),
        is_example=project.is_example,
        status=status_badge(project.status, project.status_declared),
        doubts=tuple(str(wording.DOUBTS[doubt]) for doubt in doubts(project, today=today)),
        french=tuple(_partner(party, "") for party in project.french_authorities),
        foreign=tuple(_partner(party, countries.get(party.country or "", "")) for party in project.foreign_partners),
        countries=tuple(CountryName(country.iso2, countries[country.iso2]) for country in project.countries),
        period=period_words(project, language),
        facts=tuple(_facts(project, language)),
        opening=prose.opening(project.objective or project.description or project.context),
        texts=tuple(_texts(project)),
        actions=tuple(_actions(project, language)),
        where=tuple(where_of(project, countries)),
        members=members_of(project, countries),
        declared=tuple(_declared(project)),
        themes=tuple(_theme(theme, language) for theme in sorted(project.themes, key=lambda theme: theme.rank)),
        goals=tuple(f"{number}. {wording.GOALS[number - 1]}" for number in project.sdgs if 1 <= number <= 17),
        funding=funding_of(project.funding, language),
        follow_up=tuple(_follow_up(project)),
        posts=tuple(post.name for post in project.posts),
        contacts=_contacts(project),
        extra=tuple(
            Fact(label, prose.paragraphs(value), is_source=True, is_source_label=True) for label, value in project.extra
        ),
        documents=tuple(_documents(project)),
        similar=similar,
        sources=tuple(_sources(project, language)),
        versions=tuple(_versions(project, language)),
        notes=tuple(dict.fromkeys(str(wording.FLAGS.get(flag.code, wording.OTHER_FLAG)) for flag in project.flags)),
        locator=locate(spots_of(project, countries), outlines(country.iso2 for country in project.countries)),
        updated_on=day(localdate(project.updated_at), language),
        verified_on=day(project.verified_on, language) if project.verified_on else "",
    )


def _title_note(project: PublicProject) -> str:
    codes = {flag.code for flag in project.flags}
    return str(wording.FLAGS[TITLE_CUT]) if TITLE_CUT in codes else ""


def country_names(project: PublicProject, language: str) -> dict[str, str]:
    """ISO 2 → name in the reader's language, for the countries of the sheet and France."""
    names = {country.iso2: country.name_en if language == "en" else country.name_fr for country in project.countries}
    return names | {"FR": "France"}


def shortened(title: str) -> str:
    """At most SHORT_TITLE characters, cut between two words where there is a space."""
    if len(title) <= SHORT_TITLE:
        return title
    cut = title[:SHORT_TITLE]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut[:-1]}…"


def status_badge(status: str | None, declared: str = "") -> Badge:
    """The status in words. An unknown one is shown as declared; none is said, not hidden (D2.1 field 12)."""
    if words := wording.label_of(Status, status):
        return Badge(words, wording.STATUS_BADGES.get(status or "", ""))
    if declared:
        return Badge(gettext("« %(name)s »") % {"name": declared}, "", is_source=True)
    return Badge(str(wording.STATUS_NOT_STATED), "")


def period_words(project: PublicProject, language: str) -> str:
    """From when to when, each date with its own precision: a year alone stays a year."""
    end = day(project.end_date, language) if project.end_date else project.end_year
    span = {"start": project.start_year, "end": end}
    if project.start_year and end:
        return (gettext("De %(start)s au %(end)s") if project.end_date else gettext("De %(start)s à %(end)s")) % span
    if project.start_year:
        return (
            gettext("Depuis %(start)s") if project.status == Status.ONGOING else gettext("À partir de %(start)s")
        ) % span
    if end:
        return (gettext("Jusqu’au %(end)s") if project.end_date else gettext("Jusqu’en %(end)s")) % span
    return gettext("Non précisée")


def _partner(party: PublicParty, country: str) -> Partner:
    former = former_words([party.former]) if party.former and party.former != party.name else ""
    return Partner(party.name, party.id, former, country)


def _facts(project: PublicProject, language: str) -> Iterator[Fact]:
    """The short facts beside the title, those with a value only."""
    if form := wording.label_of(Form, project.form):
        yield Fact(gettext("Forme"), form)
    elif project.form_declared:
        yield Fact(gettext("Forme déclarée"), project.form_declared, is_source=True)
    if family := wording.label_of(Family, project.family):
        yield Fact(gettext("Famille"), family)
    if project.first_convention_year:
        yield Fact(gettext("Première convention signée"), str(project.first_convention_year))
    if project.is_triennial is not None:
        yield Fact(gettext("Partenariat triennal"), _yes_no(project.is_triennial))
    if project.cofinancing_years:
        years = ", ".join(str(year) for year in project.cofinancing_years)
        yield Fact(gettext("Cofinancement de l’État cité dans le texte"), years)
    if project.alive_on and (alive := wording.label_of(Alive, project.alive)):
        said = gettext("%(alive)s, constaté par un poste le %(day)s")
        yield Fact(gettext("Relation vivante"), said % {"alive": alive, "day": day(project.alive_on, language)})


def _yes_no(value: bool) -> str:
    return gettext("Oui") if value else gettext("Non")


def _texts(project: PublicProject) -> Iterator[Text]:
    """The long texts that are not empty, what the project is for first."""
    for anchor, label, text in (
        ("objectif", gettext("Objectif"), project.objective),
        ("description", gettext("Description détaillée"), project.description),
        ("beneficiaires", gettext("Bénéficiaires"), project.beneficiaries),
        ("contexte", gettext("Contexte"), project.context),
        ("historique", gettext("Histoire du partenariat"), project.history),
    ):
        if html := prose.paragraphs(text):
            yield Text(anchor, label, html)


def _actions(project: PublicProject, language: str) -> Iterator[Action]:
    for action in project.actions:
        amount = "" if action.amount is None else euros(action.amount, language)
        yield Action(
            action.title, prose.paragraphs(action.objective), prose.paragraphs(action.summary), action.place, amount
        )


def _declared(project: PublicProject) -> Iterator[Fact]:
    """The rubrics that name organisations in free text, as written: the proof behind the table of members."""
    for label, text in (
        (gettext("Maître(s) d’ouvrage"), project.owners),
        (gettext("Maître(s) d’œuvre"), project.implementers),
        (gettext("Autres partenaires en France"), project.other_partners_france),
        (gettext("Autres partenaires dans le pays partenaire"), project.other_partners_abroad),
        (gettext("Collectivité avant la réforme territoriale"), project.pre_reform_authority),
    ):
        if text.strip():
            yield Fact(label, prose.line(text), is_source=True)


def _theme(theme: PublicTheme, language: str) -> Theme:
    labels = theme.path_en if language == "en" and theme.code else theme.path_fr
    standing = gettext("priorité %(rank)s") % {"rank": theme.rank} if theme.rank else gettext("thématique principale")
    return Theme(" > ".join(labels), labels[-1], standing, theme.code or "", is_source=theme.code is None)


def _follow_up(project: PublicProject) -> Iterator[Fact]:
    """Communication and evaluation: a sentence that the page did not hold is unknown, never « non » (D3.6)."""
    for label, value in (
        (gettext("Communication en France"), project.communication_france),
        (gettext("Communication dans les pays partenaires"), project.communication_partner_countries),
        (gettext("Évaluation"), project.has_evaluation),
    ):
        if value is not None:
            yield Fact(label, gettext("Engagée") if value else gettext("Non engagée"))


def _contacts(project: PublicProject) -> tuple[Contact, ...]:
    """Functions by organisation; names and addresses are not in the record (D5.4)."""
    functions: dict[str, dict[str, None]] = {}
    for contact in project.contacts:
        functions.setdefault(contact.organisation, {})[contact.function or gettext("fonction non précisée")] = None
    return tuple(Contact(organisation, ", ".join(words)) for organisation, words in functions.items())


def _documents(project: PublicProject) -> Iterator[Reference]:
    for document in project.documents:
        kind = str(wording.DOCUMENT_KINDS.get(document.kind, wording.DOCUMENT_KINDS["other"]))
        yield Reference(document.title or document.url, kind, _web(document.url))


def _sources(project: PublicProject, language: str) -> Iterator[Reference]:
    for source in project.sources:
        read = {
            "origin": wording.ORIGINS.get(source.kind, wording.OTHER_ORIGIN),
            "day": day(source.received_on, language),
        }
        yield Reference(source.address, gettext("%(origin)s, reçue le %(day)s") % read, _web(source.address))


def _web(url: str) -> str:
    return url if prose.is_web_address(url) else ""


def _versions(project: PublicProject, language: str) -> Iterator[Version]:
    """The newest first, with what each changed in words."""
    for version in sorted(project.history_lines, key=lambda line: -line.number):
        heading = {"number": version.number, "day": day(localdate(version.at), language)}
        yield Version(
            heading=gettext("Version %(number)s, %(day)s") % heading,
            origin=str(wording.ORIGINS.get(version.origin, wording.OTHER_ORIGIN)),
            changed=_changed(version),
        )


def _changed(version: PublicVersion) -> str:
    if version.number == 1:
        return gettext("Création de la fiche")
    names = dict.fromkeys(str(wording.FIELDS.get(name, wording.OTHER_FIELD)) for name in version.changed)
    return gettext("Champs modifiés : %(names)s") % {"names": ", ".join(names) or gettext("aucun champ public")}
