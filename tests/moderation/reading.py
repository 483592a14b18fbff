"""Addresses of moderation, what is sent to them, what their pages mark."""

import re

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from atlas.contributions.models import Contribution


def path(name: str, *arguments: object) -> str:
    with override("fr"):
        return reverse(name, args=arguments)


def decide(client: Client, contribution: Contribution, verb: str, **data: object):
    return client.post(path("moderation_item", contribution.pk), {"verb": verb, **data})


def text_of(page: str, mark: str) -> str:
    """All that is marked so in a comparison, without the words for screen readers."""
    found = re.findall(rf"<{mark}><span[^>]*>[^<]*</span>([^<]*)</{mark}>", page)
    return " ".join("".join(found).split())
