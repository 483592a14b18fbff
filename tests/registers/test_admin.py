"""Staff edit a country’s register on one page: saved is published; refusals say how to mend; nothing is lost."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from atlas.accounts.models import User
from atlas.audit.models import Event
from atlas.catalogue.queries import register_of
from atlas.organisations.models import Post
from atlas.reference.models import Territory
from atlas.registers.models import CountryRegister, EntryVersion, NetworkPresence, Paper, Passage, RegionalNetwork
from tests.factories.accounts import staff_member
from tests.factories.world import World
from tests.registers.entries import Written, follow, write
from tests.uploads.files import DISGUISED, GOOD, PAGE, PDF

ADD = reverse("admin:registers_countryregister_add")
VERSIONS = reverse("admin:registers_entryversion_changelist")
SETS = ("passages", "weblinks", "papers", "articles", "networkpresences")
LINK = {"kind": "other", "label_fr": "Lien", "url": "https://example.org/", "rank": 0, "is_public": "on"}
TEXT = {"kind": "history", "body_fr": "Depuis 1961.", "rank": 0, "is_public": "on"}
PAPER = {"kind": "guide", "title_fr": "Guide", "language": "fr", "rank": 0, "is_public": "on"}
ARTICLE = {"title_fr": "Assises", "published_on": "2026-03-01", "rank": 0, "is_public": "on"}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """As a browser sends it, with whatever type it makes up."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def post(world: World) -> Post:
    return follow(world)


@pytest.fixture
def written(post: Post) -> Written:
    return write(post)


def form(initial: dict[str, int] | None = None, **entries: Any) -> dict[str, Any]:
    """The fields of the page: `passages=[{…}]` and the like, in their sets."""
    sent: dict[str, Any] = {"country": "ML", "acting_post": "", "data_on": ""}
    for name in SETS:
        rows = entries.pop(name, [])
        sent |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": (initial or {}).get(name, 0)}
        for number, row in enumerate(rows):
            sent |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return sent | entries


def errors(answer: Any) -> str:
    """What the page says is wrong, in one text. Fails when it was saved."""
    assert answer.status_code == 200
    found = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', answer.content.decode(), re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", " ", " ".join(found))


def change(register: CountryRegister) -> str:
    return reverse("admin:registers_countryregister_change", args=[register.pk])


def test_a_whole_register_is_public_as_soon_as_it_is_saved(staff: Client, post: Post) -> None:
    region = Territory.objects.create(kind="region", code="53", name="Bretagne", match_key="bretagne")
    network = {"name": "Réseau breton", "region": region.pk, "url": "https://example.org/r"}
    assert staff.post(reverse("admin:registers_regionalnetwork_add"), network).status_code == 302
    sent = form(
        acting_post=post.pk,
        data_on="2026-10-31",
        passages=[TEXT, {**TEXT, "kind": "state_of_play", "heading_fr": "Kayes"}],
        weblinks=[LINK],
        papers=[{**PAPER, "upload": upload("guide.pdf", PDF)}],
        articles=[{**ARTICLE, "body_fr": "À Bamako."}],
        networkpresences=[{"network": RegionalNetwork.objects.get().pk, "rank": 0, "is_public": "on"}],
    )
    assert staff.post(ADD, sent).status_code == 302
    shown = register_of("ML")
    assert [(one.kind, one.heading_fr) for one in shown.passages] == [("history", ""), ("state_of_play", "Kayes")]
    assert [one.url for one in shown.links] == ["https://example.org/"]
    assert [(one.size, one.media_type) for one in shown.papers] == [(len(PDF), "application/pdf")]
    assert [one.title_fr for one in shown.articles] == ["Assises"]
    assert [(one.name, one.region_name) for one in shown.networks] == [("Réseau breton", "Bretagne")]
    assert (str(shown.data_on), shown.data_by, shown.edited_by, shown.is_example) == (
        "2026-10-31", post.name, post.name, False,
    )  # fmt: skip
    assert set(Event.objects.values_list("actor", flat=True)) == {User.objects.get().actor}


def test_pages_open_with_french_labels(staff: Client, written: Written) -> None:
    html = staff.get(change(written.register)).content.decode()
    assert "Au nom de" in html
    assert "Décochez pour retirer de la page. Rien n’est effacé." in html
    assert f"/pays/ML/documents/{written.paper.pk}.pdf" in html
    assert staff.get(ADD).status_code == 200
    for name in ("countryregister", "regionalnetwork", "entryversion"):
        assert staff.get(reverse(f"admin:registers_{name}_changelist")).status_code == 200


def test_only_posts_of_the_country_are_offered(staff: Client, written: Written) -> None:
    Post.objects.create(kind="embassy", city="Dakar", name="Ambassade de France à Dakar", match_key="dakar")
    html = staff.get(change(written.register)).content.decode()
    assert "Ambassade de France à Bamako</option>" in html
    assert "Ambassade de France à Dakar</option>" not in html


def test_an_entry_is_withdrawn_and_the_others_stay_as_they_were(staff: Client, written: Written) -> None:
    row = {**TEXT, "id": written.passage.pk, "register": written.register.pk, "body_en": "Since 1961."}
    del row["is_public"]
    sent = form({"passages": 1}, passages=[row], data_on="2026-10-31")
    assert staff.post(change(written.register), sent).status_code == 302
    assert register_of("ML").passages == ()
    assert not Passage.objects.get().is_public
    assert EntryVersion.objects.filter(kind="passage").count() == 2
    assert EntryVersion.objects.exclude(kind="passage").count() == 6
    assert register_of("ML").edited_by == ""


def test_nothing_changed_is_no_edit(staff: Client, written: Written, post: Post) -> None:
    before = CountryRegister.objects.get().edited_at
    assert staff.post(change(written.register), form(data_on="2026-10-31", acting_post=post.pk)).status_code == 302
    assert EntryVersion.objects.count() == 7
    assert CountryRegister.objects.get().edited_at == before


REFUSED = [
    ({"weblinks": [{**LINK, "url": "javascript:alert(1)"}]}, "commence par https://"),
    ({"weblinks": [{**LINK, "url": "https://www.diplomatie.gouv.fr@example.org/"}]}, "dire où elle mène"),
    ({"weblinks": [{**LINK, "url": "https://example.org/a b"}]}, "caractère interdit"),
    ({"weblinks": [LINK, {**LINK, "label_fr": "Le même"}]}, "la même valeur (Adresse)"),
    ({"passages": [{**TEXT, "body_fr": " "}]}, "obligatoire"),
    ({"passages": [{**TEXT, "body_fr": "x" * 20_001}]}, "20000"),
    ({"passages": [{**TEXT, "heading_en": "Kayes"}]}, "sous-titre en français"),
    ({"articles": [ARTICLE]}, "texte de l’article en français, ou son adresse"),
    ({"articles": [{**ARTICLE, "url": "https://example.org/", "body_en": "English"}]}, "aussi le texte en français"),
    ({"papers": [PAPER]}, "Choisissez un fichier, ou donnez l’adresse"),
    ({"papers": [{**PAPER, "upload": upload("page.pdf", PAGE)}]}, "ne correspond pas à son nom"),
    ({"papers": [{**PAPER, "upload": upload("page.html", PAGE)}]}, "n’est pas accepté"),
    ({"papers": [{**PAPER, "upload": upload("macros.docx", DISGUISED["macros.docx"])}]}, "macros"),
    ({"papers": [{**PAPER, "upload": upload("a.pdf", PDF + bytes(10 * 1024 * 1024))}]}, "dépasse 10"),
    ({"papers": [{**PAPER, "upload": upload("a.pdf", PDF), "url": "https://example.org/"}]}, "l’un ou l’autre"),
    ({"papers": [{**PAPER, "url": "data:text/html,x"}]}, "commence par https://"),
    ({"country": "FR"}, "la France n’a pas de registre"),
    ({"country": "SN", "acting_post": "post"}, "ne suit pas ce pays"),
]


@pytest.mark.parametrize(("sent", "words"), REFUSED)
def test_what_is_refused_is_said_and_nothing_is_kept(
    staff: Client, post: Post, sent: dict[str, Any], words: str
) -> None:
    values = {name: post.pk if value == "post" else value for name, value in sent.items()}
    for row in (row for name in SETS for row in values.get(name, [])):
        if "upload" in row:
            row["upload"].seek(0)
    assert words in errors(staff.post(ADD, form(**values)))
    assert CountryRegister.objects.count() == Event.objects.count() == 0


def paper_row(written: Written, **values: Any) -> dict[str, Any]:
    known = {"id": written.paper.pk, "register": written.register.pk, "title_fr": written.paper.title_fr}
    return {**PAPER, **known, "dated_on": "2026-01-02", **values}


def test_a_new_file_replaces_the_old_one_which_its_version_keeps(staff: Client, written: Written) -> None:
    row = paper_row(written, upload=upload("liste.csv", GOOD["liste.csv"]))
    assert staff.post(change(written.register), form({"papers": 1}, papers=[row])).status_code == 302
    now = Paper.objects.get()
    assert (now.media_type, now.file.rpartition(".")[2]) == ("text/csv", "csv")
    assert EntryVersion.objects.get(kind="paper", number=1).content["file"] == written.paper.file


def test_an_address_replaces_the_file(staff: Client, written: Written) -> None:
    row = paper_row(written, url="https://example.org/guide.pdf")
    assert staff.post(change(written.register), form({"papers": 1}, papers=[row])).status_code == 302
    assert [(one.file, one.url) for one in register_of("ML").papers] == [("", "https://example.org/guide.pdf")]


def test_a_title_changes_without_the_file_being_sent_again(staff: Client, written: Written) -> None:
    row = paper_row(written, title_fr="Guide mis à jour")
    assert staff.post(change(written.register), form({"papers": 1}, papers=[row])).status_code == 302
    assert [(one.title_fr, one.file) for one in register_of("ML").papers] == [("Guide mis à jour", written.paper.file)]


def test_a_network_that_changes_its_site_changes_in_every_country(staff: Client, written: Written) -> None:
    values = {"name": "Réseau breton", "region": written.network.region_id, "url": "https://example.org/nouveau"}
    address = reverse("admin:registers_regionalnetwork_change", args=[written.network.pk])
    assert staff.post(address, values).status_code == 302
    assert [one.url for one in register_of("ML").networks] == ["https://example.org/nouveau"]
    assert "commence par https://" in errors(staff.post(address, {**values, "url": "//example.org"}))


def restore(staff: Client, *versions: EntryVersion) -> str:
    sent = {"action": "restore_versions", "_selected_action": [one.pk for one in versions]}
    answer = staff.post(VERSIONS, sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_older_version_is_restored_and_published(staff: Client, written: Written) -> None:
    row = {**TEXT, "id": written.passage.pk, "register": written.register.pk, "body_fr": "Écrasé par erreur"}
    staff.post(change(written.register), form({"passages": 1}, passages=[row]))
    assert [one.body_fr for one in register_of("ML").passages] == ["Écrasé par erreur"]
    first = EntryVersion.objects.get(kind="passage", number=1)
    html = staff.get(reverse("admin:registers_entryversion_change", args=[first.pk])).content.decode()
    assert "Depuis 1961." in html
    assert "est rétablie et publiée" in restore(staff, first)
    assert [(one.body_fr, one.body_en) for one in register_of("ML").passages] == [("Depuis 1961.", "Since 1961.")]
    assert Event.objects.latest("pk").verb == "register_restored"


def test_one_version_at_a_time_and_only_where_it_fits(staff: Client, written: Written) -> None:
    assert "Choisissez une seule version" in restore(staff, *EntryVersion.objects.all())
    network = EntryVersion.objects.get(kind="network")
    assert "est rétablie" in restore(staff, network)
    row = {**LINK, "id": written.link.pk, "register": written.register.pk, "url": "https://example.org/b"}
    staff.post(
        change(written.register),
        form({"weblinks": 1}, weblinks=[row, {**LINK, "url": "https://example.org/a"}]),
    )
    old = EntryVersion.objects.get(kind="link", entry_id=written.link.pk, number=1)
    assert "ne peut pas être rétablie" in restore(staff, old)


def test_who_may_not_edit_restores_nothing(client: Client, written: Written) -> None:
    reader = staff_member("lecteur@atlas.example")
    reader.user_permissions.add(Permission.objects.get(codename="view_entryversion"))
    client.force_login(reader)
    assert "restore_versions" not in client.get(VERSIONS).content.decode()
    restore(client, EntryVersion.objects.get(kind="passage"))
    assert Event.objects.filter(verb="register_restored").count() == 0
    assert client.get(change(written.register)).status_code == 403


def test_nothing_is_deleted(staff: Client, written: Written) -> None:
    for name, pk in (("countryregister", written.register.pk), ("regionalnetwork", written.network.pk)):
        address = reverse(f"admin:registers_{name}_delete", args=[pk])
        assert staff.post(address, {"post": "yes"}).status_code == 403
    row = {**TEXT, "id": written.passage.pk, "register": written.register.pk, "DELETE": "on"}
    staff.post(change(written.register), form({"passages": 1}, passages=[row]))
    assert Passage.objects.count() == NetworkPresence.objects.count() == 1
