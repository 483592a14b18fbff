"""What a country's page shows of its register: texts, links, documents, articles, networks, dates. Pure.

Texts were typed by people: they become paragraphs through `prose`, which lets no mark-up through, and an address
becomes a link only if it is one. What has no English is shown in French, and says so to the reader's machine (`lang`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from atlas.reference.choices import LinkKind, PaperKind, PaperLanguage, PassageKind
from atlas.ui.formats import SPACE, day, file_size

from . import wording
from .prose import is_web_address, paragraphs
from .record import PublicArticle, PublicEdit, PublicNetwork, PublicPaper, PublicPassage, PublicRegister, PublicWebLink
from .wording import label_of


@dataclass(frozen=True, slots=True)
class Said:
    """A text, or HTML of ours, with the `lang` attribute of its element: '' in the language of the page."""

    text: str
    lang: SafeString


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of text with its passages: (heading or null, body as HTML)."""

    id: str
    title: str
    passages: tuple[tuple[Said | None, Said], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A title that may lead somewhere (`url` '' = nowhere), small print behind it, and a text or null.

    `language`: of what stands at the address, '' when it is not known. `is_file`: it is given out by us.
    """

    title: Said
    url: str
    details: tuple[str, ...]
    body: Said | None = None
    language: str = ""
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A regional network with the page of its région."""

    name: str
    url: str
    host: str
    region: str
    region_url: str
    note: Said | None


@dataclass(frozen=True, slots=True)
class EditLine:
    """An edit in words. `label`: of what was edited, French; null = not told; `fields` '' = all of it."""

    day: str
    by: str
    what: str
    label: Said | None
    fields: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Blocks of the page, each empty when there is nothing to show. Days are in words, '' when not known."""

    sections: tuple[Section, ...]
    links: tuple[Line, ...]
    papers: tuple[Line, ...]
    articles: tuple[Line, ...]
    networks: tuple[NetworkLine, ...]
    data_on: str
    data_by: str
    edited_on: str
    edited_by: str
    is_example: bool
    edits: tuple[EditLine, ...]
    verified_on: str

    @property
    def has_notes(self) -> bool:
        """Some network says what it does."""
        return any(one.note for one in self.networks)


def register_page(register: PublicRegister, language: str) -> RegisterPage:
    """The register of a country in the reader's language."""
    groups = groupby(register.passages, key=lambda one: one.kind)
    return RegisterPage(
        sections=tuple(_section(kind, passages, language) for kind, passages in groups),
        links=tuple(_link(one, language) for one in register.links if is_web_address(one.url)),
        papers=tuple(_paper(one, register.iso2, language) for one in register.papers),
        articles=tuple(_article(one, language) for one in register.articles),
        networks=tuple(_network(one, language) for one in register.networks),
        data_on=day(register.data_on, language) if register.data_on else "",
        data_by=register.data_by,
        edited_on=day(register.edited_on, language) if register.edited_on else "",
        edited_by=register.edited_by,
        is_example=register.is_example,
        edits=tuple(_edit(one, language) for one in register.edits),
        verified_on=day(register.verified_on, language) if register.verified_on else "",
    )


def _said(french: str, english: str, language: str) -> Said:
    if language == "fr":
        return Said(french, SafeString(""))
    return Said(english, SafeString("")) if english else Said(french, SafeString(' lang="fr"'))


def _prose(french: str, english: str, language: str) -> Said:
    said = _said(french, english, language)
    return Said(paragraphs(said.text), said.lang)


def _section(kind: str, passages: Iterable[PublicPassage], language: str) -> Section:
    return Section(
        id=f"registre-{kind.replace('_', '-')}",
        title=label_of(PassageKind, kind),
        passages=tuple(
            (
                _said(one.heading_fr, one.heading_en, language) if one.heading_fr else None,
                _prose(one.body_fr, one.body_en, language),
            )
            for one in passages
        ),
    )


def _link(one: PublicWebLink, language: str) -> Line:
    title = _said(one.label_fr, one.label_en, language)
    return Line(title, one.url, (_host(one.url), label_of(LinkKind, one.kind)))


def _paper(one: PublicPaper, iso2: str, language: str) -> Line:
    """Title first, then what it is, then its size."""
    extension = one.file.rpartition(".")[2]
    address = reverse("register_document", args=[iso2, one.id, extension]) if one.file else _safe(one.url)
    details = (
        label_of(PaperKind, one.kind),
        day(one.dated_on, language) if one.dated_on else "",
        label_of(PaperLanguage, one.language),
        f"{extension.upper()},{SPACE}{file_size(one.size, language)}" if one.file else _host(one.url),
    )
    return Line(
        title=_said(one.title_fr, one.title_en, language),
        url=address,
        details=tuple(filter(None, details)),
        language="" if one.language == PaperLanguage.MUL else one.language,
        is_file=bool(one.file),
    )


def _article(one: PublicArticle, language: str) -> Line:
    return Line(
        title=_said(one.title_fr, one.title_en, language),
        url=_safe(one.url),
        details=tuple(filter(None, (day(one.published_on, language), _host(one.url)))),
        body=_prose(one.body_fr, one.body_en, language) if one.body_fr else None,
    )


def _network(one: PublicNetwork, language: str) -> NetworkLine:
    return NetworkLine(
        name=one.name,
        url=_safe(one.url),
        host=_host(one.url),
        region=one.region_name,
        region_url=reverse("region", args=[one.region]),
        note=_said(one.note_fr, one.note_en, language) if one.note_fr else None,
    )


def _edit(one: PublicEdit, language: str) -> EditLine:
    words = {
        "what": wording.EDITS.get(one.what, wording.OTHER_EDIT),
        "entry": wording.ENTRIES.get(one.entry, wording.OTHER_ENTRY),
    }
    fields = dict.fromkeys(str(wording.ENTRY_FIELDS.get(name, wording.OTHER_ENTRY_FIELD)) for name in one.changed)
    return EditLine(
        day=day(one.on, language),
        by=one.by,
        what=gettext("%(what)s, %(entry)s") % words,
        label=_said(one.label, "", language) if one.label else None,
        fields=", ".join(fields),
    )


def _safe(address: str) -> str:
    return address if is_web_address(address) else ""


def _host(address: str) -> str:
    """Where a link leads, without « www. »; '' for what is no address."""
    return (urlsplit(address).hostname or "").removeprefix("www.") if is_web_address(address) else ""
