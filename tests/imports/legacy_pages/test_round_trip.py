"""Any plausible sheet, printed and read again, is the same sheet; whatever happens to a page, nothing but a refusal."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.imports.legacy_pages.described import actions, cofinancing_years
from atlas.imports.legacy_pages.funding import funder_kind
from atlas.imports.legacy_pages.parts import post_city, post_kind
from atlas.imports.legacy_pages.sheet import (
    ForeignContact,
    ForeignPartner,
    LegacyFunding,
    LegacyPost,
    LegacySheet,
    NotASheet,
    OtherTheme,
    Person,
)

from .samples import MINISTRY, TODAY, example, read, vocabulary
from .writer import STYLES, write_g3, write_html, write_page

# What is found about a sheet, not said by it.
FOUND = {"flags", "repairs", "proposals", "lines", "extra"}
WORDS = (
    *("eau", "forage", "d’Yse", "l'école", "près", "où", "2 500", "(élus)", "« ensemble »", "œuvre", "1 %", "à", "90%"),
    *("quartiers", "–", "Tamani", "Contexte", "partenariat", "12/06/2014", "m²", "etc.", "N’Dié", "R&D", "<b>"),
)
NAMES = ("Valmorins", "Aubépy", "TAMADOUGOU", "Linguère", "d’Yse", "Saint-Loup", "l'Orme", "Œuilly", "Haute")
KINDS = ("Commune de", "Ville d’", "Commune rurale de", "Région", "District de")
COUNTRIES = {"Mali": "ML", "Sénégal": "SN", "Guinée": "GN", "Guinée-Bissau": "GW", "Côte d'Ivoire": "CI", "Haïti": "HT"}
STATUSES = {"En cours": "ongoing", "Terminé": "completed", "En sommeil": "dormant"}

line = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(" ".join)
bullet = st.tuples(st.sampled_from(["- ", "• ", ""]), line).map("".join)
action = st.tuples(line, line, bullet).map(
    lambda texts: f"- {texts[0]}\nObjectif de l'action : {texts[1]}\nDescription sommaire : {texts[2]}"
)
prose = st.none() | st.lists(bullet | st.just("") | action, max_size=6).map(
    lambda lines: "\n".join(lines).strip() or None
)
name = st.tuples(st.sampled_from(KINDS), st.lists(st.sampled_from(NAMES), min_size=1, max_size=2).map(" ".join)).map(
    " ".join
)
last_name = st.sampled_from(["DUVERNOIS", "LE GOARNEC", "N'DIAYE-BA", "D’ESTRÉE"])
first_name = st.sampled_from(["Aline", "Paul-Henri", "Zoé", "Awa"])
address = st.sampled_from(["a.b@diplomatie.gouv.fr", "scac.x-y@lieu.test"])
year = st.integers(1950, 2030)
theme_path = st.sampled_from(vocabulary().themes).map(lambda path: (*path, None, None)[:3])
amount = st.integers(0, 10**7).map(Decimal) | st.decimals(0, 10**6, places=2)


@st.composite
def persons(draw: st.DrawFn) -> Person | None:
    mail = draw(st.none() | address)
    if draw(st.booleans()):
        return Person(email=mail) if mail else None
    first, last = draw(st.none() | first_name), draw(last_name)
    return Person(first, last, None, mail, f"{first or ''} {last}".strip())


@st.composite
def posts(draw: st.DrawFn) -> LegacyPost:
    post = draw(st.sampled_from(["Ambassade de France à Bamako", "Consul général à Jérusalem", "AMBASSADE A TUNIS"]))
    return LegacyPost(post, post_kind(post), post_city(post), draw(persons()), draw(persons()))


@st.composite
def funding_lines(draw: st.DrawFn, *, has_cells: bool) -> LegacyFunding:
    funder = draw(name | st.sampled_from([MINISTRY, "Autre", "Collectivités et partenaires étrangers"]))
    if has_cells:
        pct = tuple(draw(st.lists(st.none() | amount, min_size=3, max_size=3)))
    else:
        pct = tuple(draw(st.lists(amount, max_size=3)))
    return LegacyFunding(funder, draw(year), draw(amount), pct, len(pct) == 3, "", funder_kind(funder))


@st.composite
def sheets(draw: st.DrawFn, *, has_cells: bool = False) -> LegacySheet:
    partners = tuple(
        ForeignPartner(partner, COUNTRIES[country], country)
        for partner, country in draw(st.lists(st.tuples(name, st.sampled_from(sorted(COUNTRIES))), max_size=3))
    )
    contacts = tuple(
        ForeignContact(
            draw(st.sampled_from(partners)).name,
            draw(last_name),
            draw(first_name),
            draw(st.none() | st.sampled_from(["Maire", "Premier Adjoint", "Secrétaire général"])),
            draw(st.none() | address),
        )
        for _ in range(draw(st.integers(0, 3)) if partners else 0)
    )
    status = draw(st.none() | st.sampled_from(sorted(STATUSES)))
    form = draw(st.sampled_from([None, "Projet de coopération décentralisée"]))
    description = draw(prose)
    return LegacySheet(
        generation="G3",
        posts=tuple(draw(st.lists(posts(), max_size=3))),
        title=draw(st.none() | line),
        first_convention_year=draw(st.none() | year),
        theme=draw(st.none() | theme_path),
        other_themes=tuple(OtherTheme(path, i) for i, path in enumerate(draw(st.lists(theme_path, max_size=3)), 1)),
        start_year=draw(st.none() | year),
        status=STATUSES[status] if status else None,
        status_declared=status,
        end_date=draw(st.none() | st.dates(date(1950, 1, 1), date(2030, 1, 1))),
        context=draw(prose),
        history=draw(prose),
        objective=draw(prose),
        description=description,
        cofinancing_years=cofinancing_years(description),
        actions=actions(description),
        form="project" if form else None,
        form_declared=form,
        implementers=draw(st.none() | line),
        owners=draw(st.none() | st.lists(name, min_size=1, max_size=4).map(", ".join)),
        beneficiaries=draw(prose),
        foreign_partners=partners,
        foreign_contacts=contacts,
        french_authorities=tuple(draw(st.lists(name, max_size=3))),
        other_partners_france=draw(st.none() | line),
        other_partners_abroad=draw(st.none()),
        pre_reform_authority=draw(st.none() | name),
        is_triennial=draw(st.none() | st.booleans()),
        funding_lines=tuple(draw(st.lists(funding_lines(has_cells=has_cells), max_size=4))),
        communication_france=draw(st.none() | st.booleans()),
        communication_partner_countries=draw(st.none() | st.booleans()),
        has_evaluation=draw(st.none() | st.booleans()),
        footer_ministry=draw(st.sampled_from([MINISTRY, "Ministère d’hier - et d’avant"])),
    )


def assert_equal(found: LegacySheet, sheet: LegacySheet) -> None:
    """All that the sheets say is equal; rows are compared without what was printed."""
    for field in fields(LegacySheet):
        if field.name not in FOUND:
            assert said(getattr(found, field.name)) == said(getattr(sheet, field.name)), field.name


def said(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(said, value))
    if hasattr(value, "raw") and not isinstance(value, Person):
        return replace(value, raw="")
    return value


@given(sheets())
@settings(max_examples=50, deadline=None)
def test_a_sheet_printed_as_text_is_read_again(sheet: LegacySheet) -> None:
    assert_equal(read(write_g3(sheet)), sheet)
    assert_equal(read(write_g3(sheet).encode()), sheet)


@given(sheets(has_cells=True))
@settings(max_examples=40, deadline=None)
def test_a_sheet_printed_as_html_is_read_again(sheet: LegacySheet) -> None:
    assert_equal(read(write_html(sheet)), sheet)


@given(sheets(has_cells=True), st.sampled_from(["G1", "G2", "X"]))
@settings(max_examples=30, deadline=None)
def test_the_other_generations_say_the_same(sheet: LegacySheet, generation: str) -> None:
    found = read(write_page(sheet, generation))
    for field in ("title", "theme", "start_year", "status", "end_date", "owners", "is_triennial", "foreign_partners"):
        assert said(getattr(found, field)) == said(getattr(sheet, field)), field
    assert [(row.funder, row.year, row.amount) for row in found.funding_lines] == [
        (row.funder, row.year, row.amount) for row in sheet.funding_lines
    ]


def survives(page: str | bytes) -> None:
    """Reading gives a sheet or a refusal with its reason: what else is raised fails the test."""
    try:
        sheet = read(page)
    except NotASheet as refusal:
        code = refusal.code
    else:
        code = ""
        assert isinstance(sheet, LegacySheet)
    assert code in {"", "empty", "binary", "too_large", "not_a_sheet"}


PAGES = [*(write_page(example(), generation) for generation in STYLES), write_html(example())]


@given(st.binary(max_size=400))
@settings(max_examples=50, deadline=None)
def test_random_bytes_never_raise(data: bytes) -> None:
    survives(data)
    survives(PAGES[2].encode()[:700] + data)


@given(st.text(max_size=300))
@settings(max_examples=40, deadline=None)
def test_random_text_never_raises(text: str) -> None:
    survives(text)
    survives(PAGES[2].replace("Donner de l’eau", text))
    survives(PAGES[-1].replace("Donner de l’eau", text))


@given(st.sampled_from(PAGES), st.data())
@settings(max_examples=80, deadline=None)
def test_lines_lost_doubled_or_swapped_never_raise(page: str, data: st.DataObject) -> None:
    lines = page.split("\n")
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(lines) - 1))
        other = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["lose", "double", "swap"])):
            case "lose" if len(lines) > 1:
                del lines[place]
            case "double":
                lines.insert(other, lines[place])
            case _:
                lines[place], lines[other] = lines[other], lines[place]
    survives("\n".join(lines))


@given(st.sampled_from(PAGES), st.data())
@settings(max_examples=40, deadline=None)
def test_pieces_cut_out_anywhere_never_raise(page: str, data: st.DataObject) -> None:
    whole = page.encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    survives(whole[start:end])
    survives(whole[:start] + whole[end:])


def test_the_writer_and_the_reader_agree_on_the_example() -> None:
    assert TODAY.year < 2027
    assert_equal(read(write_g3(example())), example(generation="G3"))
