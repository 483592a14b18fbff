"""What tests of the workspace's pages do: read a form as a browser would, begin a draft, save as the script does."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape

from django.http import HttpResponse
from django.test import Client

from atlas.contributions.models import Contribution
from atlas.contributions.states import State
from atlas.projects.draft import ProjectDraft, decode_draft
from tests.workspace.conftest import Stage


def text(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def inputs(response: HttpResponse) -> dict[str, list[str]]:
    """What a browser would send back of the form « fiche », were nothing typed."""
    form = text(response).partition('id="fiche"')[2].partition("</form>")[0]
    form = re.sub(r"<template>.*?</template>", "", form, flags=re.DOTALL)
    found: dict[str, list[str]] = {}
    for name, value in _values(form):
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


def _values(form: str) -> Iterator[tuple[str, str]]:
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            yield name[1], value[1] if value else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        yield name, body
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        yield name, chosen[1] if chosen else ""


def begun(client: Client, stage: Stage) -> Contribution:
    """A draft on the sheet, by its button."""
    assert client.post(f"/fr/espace/projets/{stage.project_id}/").status_code == 303
    return Contribution.objects.filter(state=State.DRAFT).latest("pk")


def section(draft: Contribution, slug: str) -> str:
    return f"/fr/espace/fiches/{draft.pk}/{slug}/"


def saved(draft: Contribution) -> ProjectDraft:
    return decode_draft(Contribution.objects.get(pk=draft.pk).draft)


def autosave(client: Client, address: str, typed: Mapping[str, list[str]]) -> HttpResponse:
    pairs = [[name, value] for name, values in typed.items() for value in values]
    return client.post(address, json.dumps({"pairs": pairs}), content_type="application/json")
