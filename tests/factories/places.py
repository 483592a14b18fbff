"""Places that somebody declares on sheets that are in the register, and any places of a public record."""

from datetime import UTC, datetime

import msgspec
from hypothesis import strategies as st

from atlas.catalogue.actions import rebuild_records
from atlas.catalogue.record import PublicPlace
from atlas.projects.actions import Application, apply_drafts
from atlas.projects.draft import PlaceDraft, place_of
from atlas.projects.models import Project
from atlas.projects.queries import current_draft

AT = datetime(2026, 5, 1, 10, tzinfo=UTC)


def some_places(country: str) -> tuple[PlaceDraft, ...]:
    """Each kind: exact, approximate, a name alone, a pin alone, the whole country; one in France."""
    return (
        place_of(country, "École de Koro", at=(14.06723, -3.08021), area="Mopti"),
        place_of(country, "Cercle de Bankass", at=(14.07, -3.52), is_approximate=True),
        place_of(country, "Diallassagou"),
        place_of(country, at=(0.00001, -3.0)),
        place_of(country),
        place_of("FR", "Maison des associations", at=(45.43, 6.02)),
    )


def declare_places() -> int:
    """On every sheet of one country, by a person. Returns how many."""
    found = []
    for project in Project.objects.order_by("pk"):
        draft = current_draft(project.pk)
        if len(draft.countries) == 1:
            placed = msgspec.structs.replace(draft, places=some_places(draft.countries[0]))
            found.append(Application(placed, "person", project.pk, project.version_number))
    rebuild_records([one.project_id for one in apply_drafts(found, by="test", at=AT)])
    return len(found)


_text = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=30)
public_places = st.one_of(
    st.builds(PublicPlace, country=st.sampled_from(["ML", "FR"]), name=_text, area=_text),
    st.builds(
        PublicPlace,
        country=st.just("ML"),
        name=_text,
        lat=st.floats(-90, 90).map(lambda one: round(one, 5)),
        lon=st.floats(-180, 180).map(lambda one: round(one, 5)),
        is_approximate=st.booleans(),
        area=_text,
    ),
)
