"""Which addresses may stand behind a link of a register. Pure; whether something answers there is not asked."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.prose import is_web_address

_is_url = URLValidator(schemes=["http", "https"])


def check_web_address(address: str) -> None:
    """Raises ValidationError, in words, for what is no whole http(s) address, or hides where it leads."""
    if not address.startswith(("https://", "http://")):
        raise ValidationError(
            _("Une adresse commence par https:// ou http://. Copiez-la entière depuis la barre du navigateur."),
            code="scheme",
        )
    if "@" in address.partition("://")[2].partition("/")[0]:
        raise ValidationError(_("Retirez ce qui précède « @ » : l’adresse doit dire où elle mène."), code="userinfo")
    if not _is_whole(address):
        raise ValidationError(
            _("Cette adresse est incomplète ou contient un caractère interdit. Copiez-la depuis le navigateur."),
            code="invalid",
        )


def _is_whole(address: str) -> bool:
    try:
        _is_url(address)
    except ValidationError:
        return False
    return is_web_address(address) and address.isprintable()
