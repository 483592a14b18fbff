"""The contacts of a post, kept by its agents: who holds which function, confirmed, removed, added. Private (D5.4).

Nobody else sees them here, and each look is in the journal. The public page names functions only.
"""

from typing import Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import Role
from atlas.accounts.scopes import Scope
from atlas.accounts.typed import gives_back, labels_of
from atlas.audit.actions import Entry, record
from atlas.organisations.actions import NewContact, confirm_contact, forget_contact, keep_contacts
from atlas.organisations.models import Contact, Post

INVALID: Final = 422


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the checker only
    """A person in a function at the post."""

    function = forms.CharField(
        label=gettext_lazy("Fonction"),
        help_text=gettext_lazy("Par exemple : conseiller de coopération et d’action culturelle."),
        max_length=200,
        error_messages={"required": gettext_lazy("Donnez la fonction de cette personne.")},
    )

    class Meta:
        model = Contact
        fields = ("function", "last_name", "first_name", "email")

    def __init__(self, data: QueryDict | None, *, posts: QuerySet[Post]) -> None:
        super().__init__(data)
        if len(posts) > 1:  # whoever holds one post is not asked which
            self.fields["post"] = forms.ModelChoiceField(
                posts,
                label=_("Poste"),
                empty_label=_("Choisissez"),
                widget=forms.Select(attrs={"class": "fr-select"}),
                error_messages={"required": _("Choisissez le poste où cette personne travaille.")},
            )
            self.order_fields(("post", *self.Meta.fields))
        self.posts = posts

    def clean(self) -> dict[str, object]:
        """A person or an address: a function alone is no contact."""
        given = super().clean() or self.cleaned_data
        if not any(given.get(name) for name in ("last_name", "first_name", "email")) and not self.errors:
            self.add_error("last_name", _("Donnez au moins un nom ou une adresse."))
        return given


def _of(scope: Scope) -> list[Contact]:
    return list(Contact.objects.filter(post__in=scope.posts).select_related("post").order_by("post", "function", "pk"))


@gives_back(labels_of(ContactForm))
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.POST_AGENT)
def contacts_page(request: PrivateRequest) -> HttpResponse:
    """The list; `do`: `add`, `confirm:<number>`, `forget:<number>`."""
    verb, _sign, number = request.POST.get("do", "").partition(":")
    posts = Post.objects.filter(pk__in=request.scope.posts).order_by("name", "pk")
    form = ContactForm(request.POST if verb == "add" else None, posts=posts)
    if verb == "add" and form.is_valid():
        _add(request, form)
    elif verb in _VERBS:
        _VERBS[verb](_own(request.scope, number), request)
    elif request.method != "POST" or form.errors:
        contacts = _of(request.scope)
        _seen(request)
        context = {"contacts": contacts, "form": form, "posts": posts}
        return render(request, "registers/contacts.html", context, status=INVALID if form.errors else 200)
    return HttpResponseRedirect(reverse("register_contacts"), status=303)


def _seen(request: PrivateRequest) -> None:
    """Looking at personal data leaves a trace: whose, not what."""
    entries = (Entry("contacts_seen", "post", post) for post in sorted(request.scope.posts))
    record(entries, by=request.scope.actor, at=timezone.now())


def _own(scope: Scope, number: str) -> Contact:
    asked = int(number) if number.isdecimal() and len(number) < 16 else 0
    found = Contact.objects.filter(pk=asked, post__in=scope.posts).first()
    if found is None:
        raise Http404(_("Cette page n’existe pas, ou elle n’est pas à vous."))
    return found


def _add(request: PrivateRequest, form: ContactForm) -> None:
    said = {"post": next(iter(form.posts), None), **form.cleaned_data}
    new = NewContact(source="post", **said)
    by, today = request.scope.actor, timezone.localdate()
    for contact in keep_contacts([new], by=by, today=today):
        confirm_contact(contact, by=by, today=today)
    messages.success(request, _("Contact ajouté. Il sera à confirmer dans deux ans au plus tard."))


def _confirm(contact: Contact, request: PrivateRequest) -> None:
    confirm_contact(contact, by=request.scope.actor, today=timezone.localdate())
    messages.success(request, _("Contact confirmé."))


def _forget(contact: Contact, request: PrivateRequest) -> None:
    forget_contact(contact, by=request.scope.actor)
    messages.success(request, _("Contact effacé."))


_VERBS: Final = {"confirm": _confirm, "forget": _forget}
