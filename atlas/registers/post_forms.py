"""What a post types on the page of its country: one form a kind of entry. Saves nothing; the verbs are `actions`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .forms import PaperForm
from .models import Article, CountryRegister, Entry, Paper, Passage, WebLink

_DAYS: Final = ["%d/%m/%Y", "%Y-%m-%d"]


def _day(label: Any, hint: Any, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        input_formats=_DAYS,
        widget=forms.DateInput(format="%d/%m/%Y"),
        error_messages={"invalid": _("Écrivez une date comme 31/12/2027.")},
    )


class DataForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the checker only
    """The day on which what the page says held."""

    data_on = _day(
        _("Ce que dit la page était exact le (jj/mm/aaaa)"),
        _("La date des données, que le poste garantit ; ce n’est pas celle de la modification."),
        required=False,
    )

    class Meta:
        model = CountryRegister
        fields = ("data_on",)


class _Choosing(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """Lists begin with a word, not with dashes; what is missing is said by its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            one.error_messages["required"] = _("Remplissez « %(field)s ».") % {"field": one.label}
            if isinstance(one, forms.TypedChoiceField):
                flat: Any = one.choices
                one.choices = [(value, words if value else _("Choisissez")) for value, words in flat]


class PassageForm(_Choosing):
    """A text."""

    class Meta:
        model = Passage
        fields = ("kind", "heading_fr", "body_fr", "heading_en", "body_en", "rank", "is_public")


class WebLinkForm(_Choosing):
    """A useful link."""

    class Meta:
        model = WebLink
        fields = ("kind", "label_fr", "url", "label_en", "rank", "is_public")


class ArticleForm(_Choosing):
    """A short article, or the address of one."""

    published_on = _day(_("Date de parution (jj/mm/aaaa)"), "", required=True)

    class Meta:
        model = Article
        fields = ("published_on", "title_fr", "url", "body_fr", "title_en", "body_en", "rank", "is_public")


class PostPaperForm(PaperForm, _Choosing):
    """A document: a file or an address."""

    dated_on = _day(_("Date du document (jj/mm/aaaa)"), "", required=False)


@dataclass(frozen=True)
class EntryPage:
    """A kind of entry: the part of the address, its words, its form. `related`: the register's name for its rows."""

    slug: str
    title: Any
    add: Any
    empty: Any
    model: type[Entry]
    form: type[forms.ModelForm]  # type: ignore[type-arg]  # as above
    related: str


PAGES: Final[Mapping[str, EntryPage]] = {
    page.slug: page
    for page in (
        EntryPage(
            "textes",
            pgettext_lazy("registre", "Textes"),
            _("Ajouter un texte"),
            _("Aucun texte. L’historique et l’état des lieux sont ce que les lecteurs cherchent d’abord."),
            Passage,
            PassageForm,
            "passages",
        ),
        EntryPage(
            "liens",
            _("Liens utiles"),
            _("Ajouter un lien"),
            _("Aucun lien. Pensez à l’association des collectivités du pays."),
            WebLink,
            WebLinkForm,
            "weblinks",
        ),
        EntryPage(
            "documents",
            pgettext_lazy("registre", "Documents"),
            _("Ajouter un document"),
            _("Aucun document. Un guide ou une liste à jour évite bien des courriels."),
            Paper,
            PostPaperForm,
            "papers",
        ),
        EntryPage(
            "articles",
            _("Articles"),
            _("Ajouter un article"),
            _("Aucun article."),
            Article,
            ArticleForm,
            "articles",
        ),
    )
}
"""In the order of the page of the country."""


def row_of(page: EntryPage, register: CountryRegister, number: int | None) -> Entry | None:
    """An entry of that register; a new one without a number; None when it has none of that number."""
    if number is None:
        return page.model(register=register)
    return page.model._default_manager.filter(pk=number, register=register).first()
