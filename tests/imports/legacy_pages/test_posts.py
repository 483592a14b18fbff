"""Contact blocks (D3.6): posts, persons, addresses, and what they are flagged for (D3.7)."""

import pytest

from atlas.imports.legacy_pages.parts import email, mended_domain, post_city, post_kind, split_first_last
from atlas.imports.legacy_pages.sheet import LegacyPost, Person

from .samples import codes, example, read, rules
from .writer import write_g3, write_page


def post_with(
    correspondent: Person | None, counsellor: Person | None = None, name: str = "Ambassade de France à Bamako"
) -> str:
    return write_g3(example(posts=(LegacyPost(name, "embassy", None, correspondent, counsellor),)))


@pytest.mark.parametrize(
    ("name", "kind", "city"),
    [
        ("Ambassade de France à Bamako", "embassy", "Bamako"),
        ("AMBASSADE DE FRANCE A TUNIS", "embassy", "TUNIS"),
        ("Consul général à Jérusalem", "consulate_general", "Jérusalem"),
        ("Consulat général de France à São Paulo", "consulate_general", "São Paulo"),
        ("Ambassade de France à Port-Au-Prince", "embassy", "Port-Au-Prince"),
        ("Ambassade de France à Buenos Aires", "embassy", "Buenos Aires"),
        ("Ambassade de France au Caire", "embassy", "Le Caire"),
        ("Ambassade de France", "embassy", None),
    ],
)
def test_a_post_has_a_kind_and_a_city(name: str, kind: str, city: str | None) -> None:
    assert (post_kind(name), post_city(name)) == (kind, city)
    (post,) = read(post_with(None, name=name)).posts
    assert (post.name, post.kind, post.city) == (name, kind, city)


def test_a_country_is_no_city() -> None:
    assert read(post_with(None, name="Ambassade de France au Mali")).posts[0].city is None


def test_the_name_stands_between_the_outermost_quotes() -> None:
    assert read(post_with(None, name='Ambassade "de France" à Dakar')).posts[0].name == 'Ambassade "de France" à Dakar'


@pytest.mark.parametrize(
    ("name", "first", "last", "is_certain"),
    [
        ("Aline DUVERNOIS", "Aline", "DUVERNOIS", True),
        ("Paul-Henri LE GOARNEC", "Paul-Henri", "LE GOARNEC", True),
        ("Marie Anne N'DIAYE-BA", "Marie Anne", "N'DIAYE-BA", True),
        ("Zoé D’ESTRÉE", "Zoé", "D’ESTRÉE", True),
        ("Mme Zoé ESTRÉE", "Zoé", "ESTRÉE", True),
        ("ESTRÉE", None, "ESTRÉE", True),
        ("ZOÉ ESTRÉE", None, "ZOÉ ESTRÉE", False),
        ("Zoé Estrée", "Zoé", "Estrée", False),
        ("M.", None, None, True),
    ],
)
def test_the_last_name_is_the_trailing_capitals(name: str, first: str, last: str, is_certain: bool) -> None:
    assert split_first_last(name) == (first, last, is_certain)
    person = Person(None, None, None, "z@diplomatie.gouv.fr", name)
    flags = codes(read(post_with(person)), "posts")
    assert flags == (set() if is_certain else {"name_split_uncertain"})


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("z.estree[at]diplomatie.gouv.fr", "z.estree@diplomatie.gouv.fr"),
        (" z.estree [at] diplomatie.gouv.fr ", "z.estree@diplomatie.gouv.fr"),
        ("z.estree(at)diplomatie.gouv.fr", "z.estree@diplomatie.gouv.fr"),
        ("mailto:z@b.test", "z@b.test"),
        ("z@b.test ; y@b.test", "z@b.test"),
        ("<z@b.test>", "z@b.test"),
        ("aucune", None),
        ("@", None),
        ("", None),
    ],
)
def test_addresses_are_unmasked(text: str, address: str | None) -> None:
    assert email(text) == address


def test_persons_may_lack_a_name_or_an_address() -> None:
    page = post_with(Person(email="scac@diplomatie.gouv.fr"), Person("Zoé", "ESTRÉE", raw="Zoé ESTRÉE"))
    (post,) = read(page).posts
    assert post.correspondent == Person(email="scac@diplomatie.gouv.fr")
    assert post.cultural_counsellor == Person("Zoé", "ESTRÉE", None, None, "Zoé ESTRÉE")
    assert codes(read(page)) == set()


def test_an_empty_correspondent_is_flagged() -> None:
    sheet = read(post_with(None, Person("Zoé", "ESTRÉE", None, "z@diplomatie.gouv.fr", "Zoé ESTRÉE")))
    assert sheet.posts[0].correspondent is None
    assert "correspondent_empty" in codes(sheet)


def test_the_address_may_stand_on_the_next_line() -> None:
    sheet = read(write_page(example(), "X"))
    assert sheet.posts == example().posts


def test_several_blocks_follow_each_other() -> None:
    names = ("Ambassade de France à Nouakchott", "Ambassade de France à Dakar", "Ambassade de France à Bamako")
    person = Person("Zoé", "ESTRÉE", None, "z@diplomatie.gouv.fr", "Zoé ESTRÉE")
    posts = tuple(LegacyPost(name, "embassy", name.split()[-1], person, None) for name in names)
    assert read(write_g3(example(posts=posts))).posts == posts


def test_an_unknown_role_is_kept() -> None:
    page = write_g3(example()).replace("Titre\n", "Attaché de coopération\nLéo MARNE\nCourriel : l@b.test\nTitre\n", 1)
    sheet = read(page)
    assert sheet.posts == example().posts
    assert list(sheet.extra) == ["Attaché de coopération"]
    assert "Léo MARNE" in sheet.extra["Attaché de coopération"]


def test_one_person_in_both_roles_is_flagged() -> None:
    twice = Person("Zoé", "ESTRÉE", None, "z@diplomatie.gouv.fr", "Zoé ESTRÉE")
    other = Person("Zoe", "ESTREE", None, "zoe@diplomatie.gouv.fr", "Zoe ESTREE")
    assert "same_person_twice" in codes(read(post_with(twice, other)))
    assert "same_person_twice" not in codes(read(write_g3(example())))


def correspondent_at(domain: str) -> str:
    person = Person("Zoé", "ESTRÉE", None, f"z@{domain}", "Zoé ESTRÉE")
    return post_with(person, example().posts[0].cultural_counsellor)


@pytest.mark.parametrize(
    ("domain", "flags"),
    [
        ("diplomatie.gouv.fr", set()),
        ("ambafrance-ml.org", set()),
        ("consulfrance-lieu.org", set()),
        ("institutfrancais-lieu.com", set()),
        ("gmail.com", {"mail_not_official"}),
        ("hotmail.fr", {"mail_not_official"}),
        ("partenaire.test", {"mail_not_official"}),
        ("diplomaite.gouv.fr", {"mail_domain_mistyped"}),
        ("diplomatie.gouv.f", {"mail_domain_mistyped"}),
    ],
)
def test_domains_are_looked_at(domain: str, flags: set[str]) -> None:
    assert codes(read(correspondent_at(domain)), "posts") == flags


def test_a_mistyped_domain_is_proposed_mended() -> None:
    sheet = read(correspondent_at("diplomaite.gouv.fr"))
    assert sheet.posts[0].correspondent is not None
    assert sheet.posts[0].correspondent.email == f"z@{'diplomaite.gouv.fr'}"
    assert rules(sheet)["mail_domain"] == "z@diplomatie.gouv.fr"
    assert mended_domain("z@diplomatie.gouv.fr") is None


def test_a_post_elsewhere_than_the_partners_is_proposed_to_be_completed() -> None:
    sheet = read(post_with(None, name="Ambassade de France à Dakar"))
    assert "posts_vs_countries" in codes(sheet)
    assert rules(sheet)["posts_to_add"] == ["ML"]
    assert "posts_vs_countries" not in codes(read(write_g3(example())))
