"""The published entries of a country's register as the values of the public record."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from atlas.catalogue.record import PublicArticle, PublicNetwork, PublicPaper, PublicPassage, PublicWebLink
from atlas.organisations.models import Post
from atlas.reference.choices import PassageKind

from .history import edits_of
from .models import Article, CountryRegister, NetworkPresence, Paper, Passage, Versioned, WebLink
from .queries import public, registers_with_entries

_SECTIONS = {kind: place for place, kind in enumerate(PassageKind.values)}


def entries_of(iso2: str) -> dict[str, Any]:
    """Fields of `PublicRegister` by name; none for a country whose register nobody opened."""
    register = registers_with_entries().filter(country_id=iso2).first()
    return _fields(register) if register is not None else {}


def _fields(register: CountryRegister) -> dict[str, Any]:
    passages = sorted(public(register.passages.all()), key=lambda one: _SECTIONS[one.kind])
    links, papers = public(register.weblinks.all()), public(register.papers.all())
    articles = sorted(public(register.articles.all()), key=lambda one: one.published_on, reverse=True)
    networks = sorted(public(register.networkpresences.all()), key=lambda one: (one.rank, one.network.name))
    shown: list[Versioned] = [*passages, *links, *papers, *articles, *networks]
    return {
        "passages": tuple(map(_passage, passages)),
        "links": tuple(map(_link, links)),
        "papers": tuple(map(_paper, papers)),
        "articles": tuple(map(_article, articles)),
        "networks": tuple(map(_network, networks)),
        "data_on": register.data_on,
        "data_by": _name(register.data_post),
        "edited_on": timezone.localdate(register.edited_at),
        "edited_by": _name(register.edited_post),
        "is_example": _has_example(shown),
        "edits": edits_of(register),
    }


def _name(post: Post | None) -> str:
    return post.name if post is not None else ""


def _has_example(shown: Iterable[Versioned]) -> bool:
    return any(one.is_example for one in shown)


def _passage(one: Passage) -> PublicPassage:
    return PublicPassage(
        kind=one.kind,
        body_fr=one.body_fr,
        body_en=one.body_en,
        heading_fr=one.heading_fr,
        heading_en=one.heading_en,
    )


def _link(one: WebLink) -> PublicWebLink:
    return PublicWebLink(kind=one.kind, label_fr=one.label_fr, label_en=one.label_en, url=one.url)


def _paper(one: Paper) -> PublicPaper:
    return PublicPaper(
        id=one.pk,
        kind=one.kind,
        title_fr=one.title_fr,
        title_en=one.title_en,
        language=one.language,
        dated_on=one.dated_on,
        url=one.url,
        file=one.file,
        media_type=one.media_type,
        size=one.size or 0,
    )


def _article(one: Article) -> PublicArticle:
    return PublicArticle(
        title_fr=one.title_fr,
        title_en=one.title_en,
        published_on=one.published_on,
        url=one.url,
        body_fr=one.body_fr,
        body_en=one.body_en,
    )


def _network(one: NetworkPresence) -> PublicNetwork:
    network = one.network
    return PublicNetwork(
        name=network.name,
        url=network.url,
        region=network.region.code,
        region_name=network.region.name,
        note_fr=one.note_fr,
        note_en=one.note_en,
    )
