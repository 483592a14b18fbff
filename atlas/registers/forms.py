"""Forms of the administration that Django cannot derive: whose edit it is, and the file of a document."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atlas.organisations.models import Post
from atlas.organisations.queries import posts_for_country
from atlas.uploads.checking import MOST_BYTES, CheckedFile, NotAcceptable, check

from .models import CountryRegister, Paper
from .rules import may_edit


class RegisterForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the checker only
    """`acting_post`: the post in whose name staff enter what they were sent; empty = the ministry."""

    acting_post = forms.ModelChoiceField(
        Post.objects.none(),
        label=_("Au nom de"),
        required=False,
        empty_label=_("le ministère"),
        help_text=_("Le poste qui a fourni ces textes : son nom est montré à côté de la date de modification."),
    )

    class Meta:
        model = CountryRegister
        fields = ("country", "data_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acting_post"].queryset = self._posts()  # type: ignore[attr-defined]  # a choice of rows
        self.fields["acting_post"].initial = self.instance.edited_post

    def _posts(self) -> Any:
        """Those that follow the country; all while it is not chosen yet."""
        if self.instance.pk is None:
            return Post.objects.order_by("name")
        return posts_for_country(self.instance.country_id, timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """A post that follows the country."""
        given = super().clean() or self.cleaned_data
        country = given.get("country") or (self.instance.country if self.instance.pk else None)
        post = given.get("acting_post")
        if country is not None and not may_edit(post, country.pk, on=timezone.localdate()):
            self.add_error(
                "acting_post",
                _("Ce poste ne suit pas ce pays. Choisissez « le ministère », ou ajoutez le pays à la fiche du poste."),
            )
        return given


class EntryFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # generic for the checker only
    """Entries of one kind on the page of a register."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Django's names the columns; this one says what to do."""
        labels = [self.form.base_fields[name].label for name in unique_check if name in self.form.base_fields]
        words = _("Deux éléments ont la même valeur (%(labels)s). Changez l’un des deux ou retirez-le.")
        return words % {"labels": ", ".join(map(str, labels))}


class PaperForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the checker only
    """A file or an address. What is uploaded is looked at here and kept by who saves (`checked`)."""

    upload = forms.FileField(
        label=_("Fichier"),
        required=False,
        help_text=_("PDF, ODT, ODS, DOCX, XLSX, CSV, PNG ou JPEG, 10 Mo au plus, sans macros."),
    )
    checked: CheckedFile | None = None

    class Meta:
        model = Paper
        fields = ("kind", "title_fr", "title_en", "upload", "url", "language", "dated_on", "rank", "is_public")

    def clean_upload(self) -> "UploadedFile[bytes] | None":
        """Refuses what no register takes, in words."""
        upload: UploadedFile[bytes] | None = self.cleaned_data["upload"]
        if upload is not None:
            try:
                self.checked = check(upload.name or "", upload.read(MOST_BYTES + 1))
            except NotAcceptable as refused:
                raise forms.ValidationError(str(refused)) from refused
        return upload

    def clean(self) -> dict[str, Any]:
        """A new file takes the place of what was there; so does a new address."""
        given = super().clean() or self.cleaned_data
        url = given.get("url")
        if self.checked and url:
            self.add_error(
                "url", _("Videz l’adresse, ou ne choisissez pas de fichier : un document est l’un ou l’autre.")
            )
        elif self.checked:
            self.instance.attach(self.checked.key, self.checked.media_type, self.checked.size)
        elif url:
            self.instance.detach()
        elif not self.instance.file and not self.errors:
            self.add_error("upload", _("Choisissez un fichier, ou donnez l’adresse du document."))
        return given
