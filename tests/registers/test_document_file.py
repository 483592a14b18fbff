"""The file of a document: an attachment of a known type that may do nothing, as long as it is published."""

import pytest
from django.core.files.storage import storages
from django.test import Client

from atlas.organisations.models import Post
from atlas.registers.actions import save_entry
from atlas.registers.publishing import publish_country
from tests.factories.world import World
from tests.registers.entries import Written, follow, paper, write
from tests.uploads.files import GOOD, PDF

# (file, type)
TYPES = [
    ("guide.pdf", "application/pdf"),
    ("liste.csv", "text/csv"),
    ("carte.png", "image/png"),
    ("lettre.odt", "application/vnd.oasis.opendocument.text"),
]


@pytest.fixture
def post(world: World) -> Post:
    return follow(world)


@pytest.fixture
def written(post: Post) -> Written:
    made = write(post)
    publish_country("ML")
    return made


def address(written: Written, language: str = "fr", country: str = "ML", extension: str = "pdf") -> str:
    countries = {"fr": "pays", "en": "countries"}[language]
    return f"/{language}/{countries}/{country}/documents/{written.paper.pk}.{extension}"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_attachment_that_may_do_nothing(client: Client, written: Written, language: str) -> None:
    answer = client.get(address(written, language))
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)
    headers = {name: answer[name] for name in answer.headers}
    assert headers.pop("ETag") == f'"{written.paper.file}"'
    assert {name: headers[name] for name in sorted(headers)} == {
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Content-Disposition": 'attachment; filename="guide-du-partenariat.pdf"',
        "Content-Language": language,
        "Content-Length": str(len(PDF)),
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Content-Type": "application/pdf",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
    }
    assert not answer.cookies


@pytest.mark.parametrize(("name", "media_type"), TYPES)
def test_the_type_is_ours_whatever_was_said(client: Client, written: Written, name: str, media_type: str) -> None:
    newer = paper(written.register, GOOD[name], name, title_fr='<b>Titre</b> "hostile"\r\nSet-Cookie: a=b')
    save_entry(newer, by="agent")
    publish_country("ML")
    answer = client.get(address(written).replace(f"{written.paper.pk}.pdf", f"{newer.pk}.{name.rpartition('.')[2]}"))
    assert answer["Content-Type"] == media_type
    extension = name.rpartition(".")[2]
    assert answer["Content-Disposition"] == f'attachment; filename="btitreb-hostile-set-cookie-ab.{extension}"'
    assert b"".join(answer.streaming_content) == GOOD[name]


def test_who_has_the_file_is_told_so(client: Client, written: Written) -> None:
    tag = f'"{written.paper.file}"'
    answer = client.get(address(written), HTTP_IF_NONE_MATCH=tag)
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)


def test_head_and_nothing_but_reading(client: Client, written: Written) -> None:
    assert client.head(address(written)).status_code == 200
    assert client.post(address(written)).status_code == 405


def test_one_query(client: Client, written: Written, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]  # a fixture of pytest-django
    b"".join(client.get(address(written)).streaming_content)
    with django_assert_num_queries(1):
        b"".join(client.get(address(written)).streaming_content)


def test_a_withdrawn_document_is_gone_at_once(client: Client, written: Written) -> None:
    written.paper.is_public = False
    save_entry(written.paper, by="agent")
    publish_country("ML")
    answer = client.get(address(written))
    assert answer.status_code == 404
    assert "Aucun document publié ne porte le numéro" in answer.content.decode()


@pytest.mark.parametrize(
    ("country", "extension", "goes_to"), [("ml", "pdf", "ML"), ("ML", "csv", "ML"), ("ML", "html", "ML")]
)
def test_another_spelling_leads_to_the_file(
    client: Client, written: Written, country: str, extension: str, goes_to: str
) -> None:
    answer = client.get(address(written, country=country, extension=extension))
    assert (answer.status_code, answer["Location"]) == (302, address(written, country=goes_to))


def test_a_document_of_another_country_or_elsewhere_has_no_file(client: Client, written: Written) -> None:
    assert client.get(address(written, country="SN")).status_code == 404
    written.paper.detach()
    written.paper.url = "https://example.org/guide.pdf"
    save_entry(written.paper, by="agent")
    publish_country("ML")
    assert client.get(address(written)).status_code == 404


def test_a_file_that_the_storage_lost_is_said(client: Client, written: Written) -> None:
    storages["documents"].delete(written.paper.file)
    answer = client.get(address(written))
    assert answer.status_code == 404
    assert "Le fichier de ce document manque" in answer.content.decode()
