"""The page of a country as its post keeps it: date of the data, texts, links, documents, articles, each edit kept.

For agents of the posts that follow the country on that day, and for the ministry; another country answers 404.
"""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.queries import PREFIX, names_of
from atlas.accounts.roles import MINISTRY, Role
from atlas.accounts.scopes import Scope
from atlas.accounts.typed import gives_back, labels_of
from atlas.organisations.models import Post
from atlas.organisations.queries import posts_for_country
from atlas.reference.models import Country
from atlas.uploads.files import store
from atlas.uploads.scanning import scan

from .actions import save_entry, save_register
from .models import CountryRegister, Entry, EntryKind, EntryVersion, Passage
from .post_forms import PAGES, ArticleForm, DataForm, PassageForm, PostPaperForm, WebLinkForm, row_of
from .publishing import publish_country

INVALID: Final = 422
SHOWN: Final = 30
KEEPERS: Final = (Role.POST_AGENT, *MINISTRY)


def countries_of(scope: Scope) -> list[Country]:
    """The countries of the person's posts; for the ministry those that a post follows or that have a page."""
    if not scope.is_ministry:
        return sorted(Country.objects.filter(pk__in=scope.countries), key=lambda one: one.name)
    opened = CountryRegister.objects.values("country_id")
    return sorted(Country.objects.filter(pk__in=opened), key=lambda one: one.name)


@require_safe
@for_roles(*KEEPERS)
def countries_page(request: PrivateRequest) -> HttpResponse:
    """The countries whose page the person keeps."""
    opened = dict(CountryRegister.objects.values_list("country_id", "edited_at"))
    rows = [(country, opened.get(country.pk)) for country in countries_of(request.scope)]
    return render(request, "registers/post_countries.html", {"rows": rows})


def _country(scope: Scope, iso2: str) -> Country:
    found = Country.objects.filter(pk=iso2).first()
    if found is None or not scope.follows(iso2):
        raise Http404(_("Cette page n’existe pas, ou elle n’est pas à vous."))
    return found


def _post(scope: Scope, iso2: str) -> Post | None:
    """In whose name one writes: a post of the person's that follows the country; the ministry writes in its own."""
    if scope.is_ministry:
        return None
    return posts_for_country(iso2, timezone.localdate()).filter(pk__in=scope.posts).first()


def _register(country: Country) -> CountryRegister:
    return CountryRegister.objects.filter(country=country).first() or CountryRegister(country=country)


@gives_back(labels_of(DataForm))
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def country_page(request: PrivateRequest, iso2: str) -> HttpResponse:
    """All that stands on the page, each with its form one click away; the date of the data is set here."""
    country = _country(request.scope, iso2)
    register = _register(country)
    form = DataForm(request.POST if request.method == "POST" else None, instance=register)
    if form.is_valid():
        save_register(form.save(commit=False), by=request.scope.actor, post=_post(request.scope, iso2))
        publish_country(iso2)
        return _back(request, iso2)
    context = {"country": country, "register": register, "form": form, **_contents(register)}
    return render(request, "registers/post_country.html", context, status=INVALID if form.errors else 200)


def _contents(register: CountryRegister) -> dict[str, object]:
    if register._state.adding:
        return {"parts": [(page, []) for page in PAGES.values()], "edits": []}
    parts = [(page, list(getattr(register, page.related).order_by("rank", "pk"))) for page in PAGES.values()]
    versions = EntryVersion.objects.filter(register=register).select_related("post").order_by("-at", "-pk")
    edits = list(versions[:SHOWN])
    names = names_of(one.actor for one in edits if one.actor.startswith(PREFIX))
    return {"parts": parts, "edits": [(one, shown_label(one), names.get(one.actor, "")) for one in edits]}


def shown_label(edit: EntryVersion) -> str:
    """What was edited: a text by its heading in the reader's language, anything else as its version has it."""
    if edit.kind != EntryKind.PASSAGE:
        return edit.label
    return str(Passage(kind=edit.content["kind"], heading_fr=edit.content.get("heading_fr") or ""))


def _back(request: PrivateRequest, iso2: str) -> HttpResponse:
    messages.success(request, _("C’est enregistré, et publié sur la page du pays."))
    return HttpResponseRedirect(reverse("register_country", args=[iso2]), status=303)


@gives_back(labels_of(PassageForm, WebLinkForm, ArticleForm, PostPaperForm))
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def entry_page(request: PrivateRequest, iso2: str, kind: str, number: int | None = None) -> HttpResponse:
    """One text, link, document or article: new without a number."""
    country, page = _country(request.scope, iso2), PAGES.get(kind)
    register = _register(country)
    entry = row_of(page, register, number) if page and (not register._state.adding or number is None) else None
    if page is None or entry is None:
        raise Http404(_("Cette page n’existe pas, ou elle n’est pas à vous."))
    is_sent = request.method == "POST"
    form = page.form(request.POST if is_sent else None, request.FILES if is_sent else None, instance=entry)
    if form.is_valid() and _is_saved(request, form, register):
        return _back(request, iso2)
    context = {"country": country, "page": page, "entry": entry, "form": form}
    return render(request, "registers/post_entry.html", context, status=INVALID if form.errors else 200)


def _is_saved(request: PrivateRequest, form: "forms.ModelForm[Any]", register: CountryRegister) -> bool:
    """Through the verbs, which keep a version each. What does not fit beside the other entries is said on the form."""
    post, by = _post(request.scope, register.country_id), request.scope.actor
    try:
        if (checked := getattr(form, "checked", None)) is not None:
            scan(checked.content)
            store(checked)
        if register._state.adding:
            save_register(register, by=by, post=post)
        entry: Entry = form.save(commit=False)
        entry.register = register
        save_entry(entry, by=by, post=post)
    except (ValidationError, ValueError) as refused:
        words = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        for one in words:
            form.add_error(None, one)
        return False
    publish_country(register.country_id)
    return True
