"""The light sheet that an entry makes, in the words that the post settled on. Pure: values in, a draft out."""

from dataclasses import dataclass
from typing import Final

from atlas.projects.draft import PartyDraft, ProjectDraft, place_of
from atlas.reference.choices import Family, Form, Role

_COOPERATION: Final = frozenset({Form.PROJECT, Form.TWINNING, Form.FRIENDSHIP_PROTOCOL, Form.AGREEMENT})
_EXTERNAL: Final = frozenset({Form.ONE_OFF_ACTION, Form.OTHER_EXTERNAL_ACTION, Form.EMERGENCY_AID})


@dataclass(frozen=True, kw_only=True)
class LightSheet:
    """What the post says of the partnership. `authority`, `partner`: number in the register (None = only a name);
    `place`: where it happens, by name ("" = not said)."""

    title: str
    country: str
    authority: int
    authority_name: str
    partner_name: str
    partner: int | None = None
    place: str = ""
    start_year: int | None = None
    form: str = ""
    status: str = ""
    description: str = ""


def family_of(form: str) -> str | None:
    """What a form says of the family (D4.3)."""
    if form in _COOPERATION:
        return Family.DECENTRALISED_COOPERATION
    return Family.OTHER_EXTERNAL_ACTION if form in _EXTERNAL else None


def draft_of(sheet: LightSheet) -> ProjectDraft:
    """The sheet as it is proposed to the authority."""
    return ProjectDraft(
        title=sheet.title,
        family=family_of(sheet.form),
        form=sheet.form or None,
        status=sheet.status or None,
        start_year=sheet.start_year,
        description=sheet.description,
        countries=(sheet.country,),
        places=(place_of(sheet.country, sheet.place),) if sheet.place else (),
        parties=(
            PartyDraft(
                role=Role.PARTNER, name=sheet.authority_name, organisation_id=sheet.authority, country="FR"
            ),
            PartyDraft(
                role=Role.PARTNER, name=sheet.partner_name, organisation_id=sheet.partner, country=sheet.country
            ),
        ),
    )  # fmt: skip
