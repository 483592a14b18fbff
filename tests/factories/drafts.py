"""Drafts for tests: a full one that touches every block of a sheet, and strategies for any."""

from datetime import date
from decimal import Decimal

import msgspec
from hypothesis import strategies as st

from atlas.projects.draft import (
    ActionDraft,
    ContactFunction,
    DocumentDraft,
    FundingDraft,
    PartyDraft,
    PostDraft,
    ProjectDraft,
    ThemeDraft,
    place_of,
)
from tests.factories.world import World


def full_draft(world: World) -> ProjectDraft:
    """Every block has a value."""
    return ProjectDraft(
        title="Réseaux d’eau potable de Sikoro",
        legacy_prj_id=900,
        family="decentralised_cooperation",
        form="project",
        form_declared="Projet de coopération décentralisée",
        status="ongoing",
        status_declared="En cours",
        first_convention_year=1999,
        start_year=2019,
        end_date=date(2030, 12, 31),
        is_triennial=True,
        context="Un contexte.",
        history="Une histoire.",
        objective="Un objectif.",
        description="Une description.",
        implementers="Association des Puits",
        owners="Pontcharra",
        beneficiaries="12 000 habitants",
        other_partners_france="Un lycée",
        other_partners_abroad="Un comité",
        pre_reform_authority="Ancienne commune",
        communication_france=True,
        communication_partner_countries=False,
        has_evaluation=None,
        cofinancing_years=(2019, 2020),
        countries=("ML",),
        places=(
            place_of("ML", "Koro", at=(14.06723, -3.08021), area="Mopti"),
            place_of("ML", "Cercle de Bankass", at=(14.07, -3.52), is_approximate=True),
            place_of("ML"),
        ),
        posts=(PostDraft(name="Ambassade de France à Bamako", post_id=world.post.pk),),
        themes=(
            ThemeDraft(rank=0, code="env.eau", l1="Environnement, Climat et Energie", l2="Eau et déchets"),
            ThemeDraft(rank=1, l1="Un thème inconnu"),
        ),
        parties=(
            PartyDraft(role="partner", name="Ville de Pontcharra", organisation_id=world.commune.pk, country="FR"),
            PartyDraft(role="partner", name="SIKORO", organisation_id=world.partner.pk, country="ML"),
            PartyDraft(role="implementer", name="Association des Puits"),
            PartyDraft(role="funder", name="MAEE", organisation_id=world.state.pk),
        ),
        contact_functions=(ContactFunction(organisation="SIKORO", function="Maire"),),
        funding=(
            FundingDraft(funder="MAEE", organisation_id=world.state.pk, year=2019, amount=Decimal("4000.00")),
            FundingDraft(
                funder="Pontcharra",
                organisation_id=world.commune.pk,
                year=2019,
                amount=Decimal("6000.00"),
                pct_unplaced=(Decimal(1000), Decimal("305.50")),
            ),
            FundingDraft(funder="Autre", year=2020, amount=None, pct_col1=Decimal("0.00")),
        ),
        actions=(ActionDraft(title="Forages", objective="Eau", summary="Trois forages", amount=Decimal("100.00")),),
        documents=(DocumentDraft(kind="source", title="Page", url="https://example.org/page"),),
        sdgs=(6, 17),
        extra=(("Rubrique", "Valeur"),),
    )


_text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)
_amount = st.one_of(st.none(), st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False))
_places = st.builds(
    place_of,
    st.just("ML"),
    _text,
    at=st.one_of(st.just((None, None)), st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
    is_approximate=st.booleans(),
    area=_text,
)
_scalars = {
    "title": _text,
    "status": st.sampled_from([None, "ongoing", "completed", "dormant"]),
    "start_year": st.one_of(st.none(), st.integers(1945, 2036)),
    "end_date": st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2100, 1, 1))),
    "is_triennial": st.sampled_from([None, True, False]),
    "objective": _text,
    "cofinancing_years": st.lists(st.integers(1945, 2036), max_size=3).map(tuple),
    "funding": st.lists(
        st.builds(FundingDraft, funder=_text, year=st.one_of(st.none(), st.integers(1945, 2036)), amount=_amount),
        max_size=3,
    ).map(tuple),
    "places": st.lists(_places, max_size=3).map(tuple),
    "parties": st.lists(
        st.builds(PartyDraft, role=st.sampled_from(["partner", "owner", "funder"]), name=_text), max_size=3
    ).map(tuple),
}
drafts = st.fixed_dictionaries({}, optional=_scalars).map(lambda values: ProjectDraft(**values))
"""Any draft, some fields left out."""


def changed(draft: ProjectDraft, **values: object) -> ProjectDraft:
    """The draft with other values."""
    return msgspec.structs.replace(draft, **values)
