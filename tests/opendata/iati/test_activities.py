"""Activities: valid by schema and rules whatever the sheet, in a stable order, each element from its field."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from atlas.catalogue.record import PublicDocument, PublicFunding, PublicParty, PublicTheme, encode
from atlas.opendata.iati.activity import activity
from atlas.opendata.iati.classification import percentage, shares
from atlas.opendata.iati.context import Context, context
from atlas.opendata.iati.fields import decode
from atlas.opendata.iati.files import write_activities
from atlas.opendata.iati.gaps import gaps_of
from atlas.opendata.iati.rules import broken
from atlas.reference.choices import Status
from atlas.reference.iati_codes import FIELD, STATUSES
from tests.catalogue.records import project
from tests.factories.places import public_places
from tests.opendata.iati.schema import errors

SITE, TODAY = "https://atlas.example", date(2026, 6, 1)
WHOLE = {"status": "ongoing", "start_year": 2015, "end_date": None}
PURPOSES = {"env.eau": "14030", "env.eau.assain": "14030", "edu.sante": "12220"}


def given_context(**changes):
    values = {
        "reporter": "FR-6",
        "reporter_name": "Ministère",
        "today": TODAY,
        "sheet": f"{SITE}/fr/projets/",
        "correct": "corriger/",
        "purposes": PURPOSES,
        "eligible": frozenset({"ML", "BF"}),
    }
    return Context(**{**values, **changes})


def made(record, **changes):
    text = activity(decode(encode(record).encode()), given_context(**changes))
    return etree.fromstring(
        f'<iati-activities xmlns:atlas="urn:atlas-action-exterieure:iati">{text}</iati-activities>'
    )[0]


def whole(number=1, **changes):
    return project(number, length=100, **{**WHOLE, "themes": (theme("env.eau"),), **changes})


def theme(code, path=("Environnement", "Eau et déchets"), rank=0):
    return PublicTheme(rank=rank, code=code, path_fr=path, path_en=path)


def attributes(tree, path, *names):
    return [tuple(one.get(name) for name in names) for one in tree.findall(path)]


def test_files_are_valid_and_break_no_rule(reference, public):
    public(*(project(number, length=60) for number in range(1, 301)))
    file = io.BytesIO()
    total = write_activities(file, site=SITE, today=TODAY)
    tree = etree.fromstring(file.getvalue())
    assert total == len(tree) > 100
    assert errors(file.getvalue()) == []
    assert [(one[0].text, found) for one in tree if (found := broken(one, today=TODAY))] == []
    numbers = [int(one[0].text.rpartition("-")[2]) for one in tree]
    assert numbers == sorted(numbers)


def test_the_same_data_give_the_same_bytes(reference, public):
    public(*(whole(number) for number in range(1, 40)))
    files = []
    for hour in (8, 20):
        file = io.BytesIO()
        with time_machine.travel(datetime(2026, 6, 1, hour, tzinfo=UTC), tick=False):
            write_activities(file, site=SITE)
        files.append(file.getvalue())
    assert files[0] == files[1]
    assert b'generated-datetime="2012-01-01T09:00:00Z"' in files[0]  # of the last change, not of the day


def test_nothing_is_written_when_no_project_can_be_an_activity(reference, public):
    public(whole(1, status=None), whole(2, countries=()))
    file = io.BytesIO()
    assert write_activities(file, site=SITE) == 0
    assert file.getvalue() == b""


texts = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=30)
names = texts.map(lambda end: f"A{end}")
parties = st.builds(
    PublicParty,
    role=st.sampled_from(["partner", "owner", "implementer", "lead", "funder", "beneficiary", "other"]),
    name=names,
    kind=st.sampled_from([None, "commune", "foreign_authority", "state", "association", "other_funder", "company"]),
    country=st.sampled_from([None, "FR", "ML"]),
    lat=st.sampled_from([None, 12.5]),
    lon=st.sampled_from([None, -8.25]),
)
lines = st.builds(
    PublicFunding,
    funder=names,
    nature=st.sampled_from(["declared", "planned", "granted", "committed", "paid"]),
    kind=st.sampled_from([None, "state", "commune"]),
    year=st.one_of(st.none(), st.integers(1, 12_000)),
    amount=st.one_of(st.none(), st.decimals(0, 10**9, places=2)),
)
documents = st.builds(
    PublicDocument,
    kind=st.sampled_from(["convention", "report", "evaluation", "source", "other"]),
    title=texts,
    url=st.one_of(texts, texts.map(lambda end: f"https://example.org/{end}"), st.just("https://[::1]/a b")),
)
THEMES = [theme("env.eau"), theme("edu.sante"), theme(None, ("Autre",)), theme(None, ())]
records = st.builds(
    replace,
    st.just(whole()),
    title=texts,
    context=texts,
    objective=texts,
    description=texts,
    status=st.sampled_from(sorted(STATUSES)),
    start_year=st.integers(1, 9999),
    end_date=st.one_of(st.none(), st.dates()),
    end_year=st.one_of(st.none(), st.integers(1, 9999)),
    themes=st.lists(st.sampled_from(THEMES), max_size=5).map(lambda found: (THEMES[0], *found)),
    parties=st.lists(parties, min_size=1, max_size=5).map(tuple),
    places=st.lists(public_places, max_size=3).map(tuple),
    funding=st.lists(lines, max_size=4).map(tuple),
    documents=st.lists(documents, max_size=3).map(tuple),
    sdgs=st.lists(st.integers(0, 20), max_size=3).map(tuple),
    legacy_prj_id=st.one_of(st.none(), st.integers(0, 10**9)),
)


@settings(max_examples=150)
@given(records)
def test_any_sheet_without_a_gap_is_a_valid_activity(record):
    tree = made(record)
    root = etree.Element("iati-activities", version="2.03")
    root.append(tree)
    assert errors(etree.tostring(root)) == []
    assert broken(tree, today=TODAY) == []


def test_texts_come_back_as_they_were():
    text = "Un « forage »\r\n  <b>&amp;\t“x”\u200f\n]]> fin\ufffe"
    tree = made(whole(description=text))
    assert tree.findtext("description/narrative") == text.rstrip("\ufffe")


def test_each_text_says_which_field_it_was():
    tree = made(whole(description="D", context="C", history="H", objective="O", beneficiaries="B"))
    assert attributes(tree, "description", "type", FIELD) == [
        ("1", "description"),
        ("2", "objective"),
        ("3", "beneficiaries"),
        ("4", "context"),
        ("4", "history"),
    ]
    tree = made(whole(description="", context="C", history="H", objective=""))
    assert attributes(tree, "description", "type", FIELD) == [("1", "context"), ("4", "history")]
    tree = made(whole(description="", context="", history=" ", objective="", title="T"))
    assert [(one.get(FIELD), one.findtext("narrative")) for one in tree.findall("description")] == [("title", "T")]


@pytest.mark.parametrize(("status", "code"), [*STATUSES.items()])
def test_each_status_has_its_code(status, code):
    tree = made(whole(status=status))
    assert attributes(tree, "activity-status", "code") == [(code,)]
    assert (("status:dormant", "99") in attributes(tree, "tag", "code", "vocabulary")) is (status == Status.DORMANT)


def test_every_status_of_the_register_can_be_said():
    assert set(STATUSES) == set(Status)


@pytest.mark.parametrize(
    ("changes", "dates"),
    [
        ({}, [("2", "2015-01-01", "start_year")]),
        ({"start_year": 2026}, [("2", "2026-01-01", "start_year")]),
        ({"start_year": 2027}, [("1", "2027-01-01", "start_year")]),
        ({"end_date": date(2020, 5, 3)}, [("2", "2015-01-01", "start_year"), ("3", "2020-05-03", "end_date")]),
        (
            {"end_year": 2020, "status": "completed"},
            [("2", "2015-01-01", "start_year"), ("4", "2020-12-31", "end_year")],
        ),
        (
            {"end_year": 2026, "status": "completed"},
            [("2", "2015-01-01", "start_year"), ("3", "2026-12-31", "end_year")],
        ),
        ({"end_date": date(2014, 12, 31)}, [("2", "2015-01-01", "start_year")]),
    ],
)
def test_dates_are_actual_or_planned(changes, dates):
    assert attributes(made(whole(**changes)), "activity-date", "type", "iso-date", FIELD) == dates


def party(role, name="Ville", **values):
    return PublicParty(role=role, name=name, **values)


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        ([party("partner", kind="commune", country="FR")], [("2", "11", "11002", "partner")]),
        ([party("partner", kind="foreign_authority", country="ML")], [("4", "11", "12002", "partner")]),
        ([party("partner", country="ML"), party("owner", country="ML")], [("2", "11", "12002", "partner owner")]),
        (
            [party("partner", country="FR"), party("implementer")],
            [("2", "11", "11002", "partner"), ("4", None, None, "implementer")],
        ),
        ([party("funder", kind="association", country="FR")], [("1", "22", None, "funder")]),
        ([party("implementer", kind="association", country="ML")], [("4", "24", None, "implementer")]),
        ([party("funder", kind="water_agency", country="FR")], [("1", "15", None, "funder")]),
        ([party("funder", kind="other_funder")], [("1", "90", None, "funder")]),
        ([party("funder", kind="state", country="FR")], [("1", "10", None, "funder"), ("3", "10", None, "grants")]),
    ],
)
def test_who_takes_part(parties, expected):
    granted = (PublicFunding(funder="Ministère", nature="granted", kind="state", year=2020, amount=Decimal(1)),)
    tree = made(whole(parties=tuple(parties), funding=granted))
    assert attributes(tree, "participating-org", "role", "type", "crs-channel-code", FIELD) == expected


def test_a_state_that_declares_extends_nothing():
    declared = (PublicFunding(funder="Ministère", nature="declared", kind="state", year=2020, amount=Decimal(1)),)
    tree = made(whole(parties=(party("funder", kind="state"),), funding=declared))
    assert attributes(tree, "participating-org", "role") == [("1",)]


def test_countries_share_equally_and_places_say_their_country():
    countries = tuple(
        project(1).countries[0].__class__(iso2=one, name_fr=one, name_en=one, zone="z") for one in ("ML", "BF", "SN")
    )
    partners = (
        party("partner", "Sikoro", country="ML", lat=12.5, lon=-8.0),
        party("partner", "Koro", country="BF", lat=1.0, lon=2.0, is_approximate=True),
        party("partner", "Diaban", country="SN"),
        party("partner", "Nulle part"),
    )
    tree = made(whole(countries=countries, parties=partners))
    assert attributes(tree, "recipient-country", "code", "percentage") == [
        ("ML", "33.34"),
        ("BF", "33.33"),
        ("SN", "33.33"),
    ]
    places = tree.findall("location")
    assert [one.findtext("name/narrative") for one in places] == ["Sikoro", "Koro", "Diaban"]
    assert [one.find("administrative").get("code") for one in places] == ["ML", "BF", "SN"]
    assert [one.findtext("point/pos") for one in places] == ["12.5 -8.0", "1.0 2.0", None]
    assert [one.get("code") for one in tree.findall("location/exactness")] == ["1", "2"]
    assert tree.find("default-flow-type") is None  # Senegal is not in the list
    assert made(whole(countries=countries[:2])).find("default-flow-type").get("code") == "10"
    assert attributes(made(whole(countries=countries[:1])), "recipient-country", "code", "percentage") == [("ML", None)]


def test_sectors_of_both_vocabularies_add_up():
    themes = (
        theme("env.eau"),
        theme("edu.sante", ("Éducation", "Santé")),
        theme("env.eau.assain"),
        theme(None, ("Autre",)),
    )
    tree = made(whole(themes=themes))
    assert attributes(tree, "sector", "vocabulary", "code", "percentage") == [
        ("1", "14030", "66.67"),
        ("1", "12220", "33.33"),
        ("99", "env.eau", "25"),
        ("99", "edu.sante", "25"),
        ("99", "env.eau.assain", "25"),
        ("99", "-", "25"),
    ]
    assert tree.findall("sector")[3].findtext("narrative") == "Éducation > Santé"
    assert attributes(made(whole()), "sector", "vocabulary", "code", "percentage") == [
        ("1", "14030", None),
        ("99", "env.eau", None),
    ]


@given(st.integers(1, 400))
def test_shares_are_a_whole(parts):
    assert sum(shares(parts)) == 10_000
    assert sum(Decimal(percentage(one)) for one in shares(parts)) == 100


def line(**values):
    return PublicFunding(**{"funder": "Ville", "nature": "declared", "year": 2015, "amount": Decimal(100), **values})


def test_a_budget_a_year_and_a_transaction_a_line():
    funding = (
        line(),
        line(funder="Ministère", kind="state", nature="granted", amount=Decimal("50.5")),
        line(funder="Ministère", kind="state", nature="paid", year=2016),
        line(nature="paid", year=2016),
        line(nature="planned", year=2016),
        line(year=None),
        line(amount=None),
        line(year=2026),
        line(funder="Zéro", amount=Decimal(0), year=2017),
        line(pct_water=Decimal(7), amount=None),
    )
    tree = made(whole(funding=funding))
    budgets = [
        (one.find("period-start").get("iso-date"), one.findtext("value"), one.get("status"))
        for one in tree.findall("budget")
    ]
    assert budgets == [
        ("2015-01-01", "150.5", "1"),
        ("2016-01-01", "300", "1"),
        ("2017-01-01", "0", "1"),
        ("2026-01-01", "100", "1"),
    ]
    found = [
        (
            one.find("transaction-type").get("code"),
            one.find("transaction-date").get("iso-date"),
            one.findtext("value"),
            one.findtext("provider-org/narrative"),
            one.get(FIELD),
        )
        for one in tree.findall("transaction")
    ]
    assert found == [
        ("11", "2015-12-31", "100", "Ville", "declared"),
        ("2", "2015-12-31", "50.5", "Ministère", "granted"),
        ("3", "2016-12-31", "100", "Ministère", "paid"),
        ("1", "2016-12-31", "100", "Ville", "paid"),
        ("11", "2017-12-31", "0", "Zéro", "declared"),
    ]
    granted = made(whole(funding=(line(nature="granted"),)))
    assert granted.find("budget").get("status") == "2"


def test_links_tags_and_contact():
    record = whole(
        family="other_external_action",
        form="twinning",
        sdgs=(6, 18),
        is_example=True,
        legacy_prj_id=77,
        documents=(
            PublicDocument(kind="convention", title="", url="https://example.org/été.pdf"),
            PublicDocument(kind="source", title="Page", url="ftp://example.org"),
        ),
    )
    tree = made(record)
    assert attributes(tree, "document-link", "url", "format", FIELD) == [
        (f"{SITE}/fr/projets/1/", "text/html", "permalink"),
        ("https://example.org/%C3%A9t%C3%A9.pdf", "application/pdf", "convention"),
    ]
    assert [one.get("code") for one in tree.findall("document-link/category")] == ["A12", "A09"]
    assert [(one.get("code"), one.findtext("narrative")) for one in tree.findall("tag")] == [
        ("6", None),
        ("family:other_external_action", "Autre action extérieure"),
        ("form:twinning", "Jumelage"),
        ("example", "Fiche d’exemple, inventée"),
    ]
    assert attributes(tree, "other-identifier", "ref", "type", FIELD) == [("77", "A1", "legacy_prj_id")]
    assert tree.findtext("contact-info/website") == f"{SITE}/fr/projets/1/corriger/"
    assert tree.find("contact-info/person-name") is None
    assert attributes(tree, "reporting-org", "ref", "type", "secondary-reporter") == [("FR-6", "10", "1")]


def test_the_context_is_read_from_the_reference_data(reference):
    found = context(SITE, today=TODAY)
    assert (found.sheet, found.correct) == (f"{SITE}/fr/projets/", "corriger/")
    assert found.purposes == {
        "env.eau": "14030",
        "env.eau.assain": "14030",
        "edu.sante": "12220",
        "edu.jeunesse": "16015",
        "cul.patri": "41040",
    }
    assert "ML" in found.eligible
    assert "DE" not in found.eligible
    assert [found.purpose_of(one) for one in ("env.eau.assain.neuf", "env", None)] == ["14030", None, None]


def test_a_code_that_its_list_withdrew_is_not_proposed(reference):
    from atlas.reference.models import Code

    Code.objects.filter(code="12220").update(is_active=False)
    assert context(SITE, today=TODAY).purpose_of("edu.sante") is None


def test_a_record_without_gap_has_all_that_is_required():
    assert gaps_of(decode(encode(whole()).encode()), given_context()) == ()
