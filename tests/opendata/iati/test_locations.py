"""Declared places as locations, told from where partners are."""

from atlas.catalogue.record import PublicPlace
from atlas.reference.iati_codes import FIELD
from tests.opendata.iati.test_activities import made, party, whole


def test_declared_places_come_before_those_of_partners_and_say_so():
    declared = (
        PublicPlace(country="ML", name="Koro", lat=14.06723, lon=-3.08021, area="Mopti"),
        PublicPlace(country="ML", lat=0.00001, lon=-3.5, is_approximate=True),
        PublicPlace(country="SN"),
    )
    found = made(whole(places=declared, parties=(party("partner", "Koro", country="ML", lat=1.0, lon=2.0),)))
    said = [
        (
            one.get(FIELD),
            one.findtext("name/narrative"),
            one.findtext("description/narrative"),
            one.find("administrative").get("code"),
            one.findtext("point/pos"),
            None if one.find("exactness") is None else one.find("exactness").get("code"),
        )
        for one in found.findall("location")
    ]
    assert said == [
        ("places", "Koro", "Mopti", "ML", "14.06723 -3.08021", "1"),
        ("places", None, None, "ML", "0.000010 -3.5", "2"),
        ("places", None, None, "SN", None, None),
        (None, "Koro", None, "ML", "1.0 2.0", "1"),
    ]
