"""Whom a page says one can write to: functions of posts and authorities, never an address nor a person (D5.4). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from .record import PublicFunction, PublicOrganisation, PublicRegister


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A post or authority with its functions in the reader's language; `url`: the form that passes a message on."""

    name: str
    functions: tuple[str, ...]
    url: str


def function_words(functions: Iterable[PublicFunction], language: str) -> tuple[str, ...]:
    """Functions in the reader's language."""
    return tuple(one.en if language == "en" else one.fr for one in functions)


def contact_of(organisation: PublicOrganisation, language: str) -> ContactLine | None:
    """Whom to write to at an authority; None when nobody there is known."""
    functions = function_words(organisation.functions, language)
    url = reverse("write_to_authority", args=[organisation.id])
    return ContactLine(organisation.name, functions, url) if functions else None


def posts_of(register: PublicRegister, language: str) -> tuple[ContactLine, ...]:
    """The posts that follow the country."""
    return tuple(
        ContactLine(one.name, function_words(one.functions, language), reverse("write_to_post", args=[one.id]))
        for one in register.posts
    )
