"""A pair with its contacts as who may verify them has it, the post or the French authority; and what they say of one.

Contacts are personal data: each page that shows some notes who looked.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.organisations.actions import NewContact
from atlas.organisations.models import Contact

from .actions import add_pair_contact, confirm_pair_contact, drop_pair_contact
from .forms import ContactForm
from .models import PairCheck
from .queries import contacts_of
from .rules import is_stale

DONE: Final[dict[str, str | Promise]] = {
    "confirm": _("Contact confirmé."),
    "drop": _("Contact effacé. S’il est remplacé, ajoutez la personne qui lui succède."),
    "add": _("Contact ajouté et confirmé."),
}


@dataclass(frozen=True)
class ContactLine:
    """`is_stale`: nobody has verified it since the election."""

    contact: Contact
    is_stale: bool


@dataclass(frozen=True)
class PairCard:
    """A pair, the contacts of its partner, and the form for one more (None where the partner is only a name)."""

    pair: PairCheck
    contacts: list[ContactLine]
    form: ContactForm | None


def card_of(pair: PairCheck, known: dict[int, list[Contact]], form: ContactForm | None = None) -> PairCard:
    """`known`: of `contacts_of`; `form`: the one that was sent."""
    held_on = pair.round.held_on
    lines = [ContactLine(one, is_stale(one.verified_on, held_on)) for one in known.get(pair.foreign_id or 0, [])]
    empty = ContactForm(auto_id=f"contact_{pair.pk}_%s") if pair.foreign_id else None
    return PairCard(pair, lines, form or empty)


def carry_out(pair: PairCheck, verb: str, number: str, form: ContactForm, *, by: str, at: datetime) -> str | None:
    """Do what was sent about a contact of the pair; the sentence that says so, None when the form has errors.

    Raises LookupError for a verb or a contact that is not there, NotOpen.
    """
    if verb == "add" and pair.foreign is not None:
        if not form.is_valid():
            return None
        new = NewContact(organisation=pair.foreign, source="round", **form.cleaned_data)
        add_pair_contact(pair, new, by=by, at=at)
        return str(DONE["add"])
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0
    contact = next(
        (one for one in contacts_of([pair.foreign_id]).get(pair.foreign_id or 0, []) if one.pk == asked), None
    )
    if contact is None or verb not in ("confirm", "drop"):
        raise LookupError(verb)
    (confirm_pair_contact if verb == "confirm" else drop_pair_contact)(pair, contact, by=by, at=at)
    return str(DONE[verb])
