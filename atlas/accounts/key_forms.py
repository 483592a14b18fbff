"""Forms of security keys: the library’s, whose one field has a label in English only."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

LABEL = _("Nom de la clé")


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # the library has no types here
    """A new key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = LABEL


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc]  # the library has no types here
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = LABEL
