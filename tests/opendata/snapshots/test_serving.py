"""Published files over HTTP, as curl, pandas and a browser ask for them."""

import gzip
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from atlas.opendata.snapshots import store
from atlas.opendata.snapshots.store import Manifest, PublishedFile
from tests.opendata.snapshots.conftest import NOON

FILE = "/fr/donnees/fichiers/registre.csv"


TEXT = "".join(f"{number};une ligne parmi d’autres\r\n" for number in range(400)).encode()
SHEET = b"PK" + bytes(2_000)


def published(name: str, body: bytes, folder: Path) -> PublishedFile:
    """Put a file, and a copy of a text, where a set keeps them."""
    _slug, _dot, extension = name.partition(".")
    path = folder / "fr" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(body)
    packed = gzip.compress(body, mtime=0) if extension == "csv" else b""
    if packed:
        path.with_name(f"{name}.gz").write_bytes(packed)
    return PublishedFile(
        dataset="register", extension=extension, language="fr", names={"fr": name}, path=f"fr/{name}", rows=3,
        size=len(body), sha256=sha256(body).hexdigest(), compressed_size=len(packed),
    )  # fmt: skip


def a_set(days: int = 0, text: bytes = TEXT) -> None:
    made_at = NOON + timedelta(days=days)
    with store.building(made_at) as folder:
        files = (published("registre.csv", text, folder), published("registre.xlsx", SHEET, folder))
        made = Manifest(
            day=made_at.date(),
            made_at=made_at,
            revision=1,
            recipe="",
            site="",
            projects=3,
            first_year=None,
            files=files,
        )
        store.put_in_service(folder, made)


@pytest.fixture
def content() -> bytes:
    """The file of the register as it lies on the disk."""
    a_set()
    return TEXT


def ask(client, path=FILE, method="get", **headers):
    return getattr(client, method)(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_file_comes_whole_with_all_that_a_client_needs(client, content):
    answer = ask(client)
    assert answer.streaming
    assert answer.getvalue() == content
    found = store.manifest(store.current()).named("registre.csv", "fr")
    assert dict(answer.headers) == {
        **{"Content-Type": "text/csv; charset=utf-8; header=present", "Content-Length": str(len(content))},
        **{"Accept-Ranges": "bytes", "ETag": f'"{found.sha256[:32]}"', "Vary": "Accept-Encoding"},
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Content-Disposition": 'attachment; filename="atlas-registre.csv"',
        "Link": '<https://www.etalab.gouv.fr/licence-ouverte-open-licence/>; rel="license"',
        "X-Robots-Tag": "noindex",
        **{name: answer.headers[name] for name in POLICY},
    }
    assert not answer.cookies


POLICY = (
    "Content-Language",
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


def test_who_takes_gzip_gets_the_copy_made_beforehand(client, content):
    answer = ask(client, accept_encoding="br, gzip")
    body = answer.getvalue()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(body) < len(content) / 2
    assert gzip.decompress(body) == content
    assert answer.headers["ETag"] == ask(client, method="head").headers["ETag"][:-1] + '-gzip"'


def test_a_spreadsheet_has_no_copy(client, content):
    answer = ask(client, "/fr/donnees/fichiers/registre.xlsx", accept_encoding="gzip")
    assert not {"Content-Encoding", "Vary"} & set(answer.headers)
    assert answer.getvalue().startswith(b"PK")


def test_head_says_the_same_and_sends_nothing(client, content):
    head, whole = ask(client, method="head"), ask(client)
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)
    assert whole.getvalue() == content


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("form", ["{}", '"other", {}', "W/{}"])
def test_a_client_that_has_the_file_gets_304(client, content, form, encoding):
    tag = ask(client, method="head", accept_encoding=encoding).headers["ETag"]
    answer = ask(client, if_none_match=form.format(tag), accept_encoding=encoding)
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
    assert ask(client, if_none_match='"other"', accept_encoding=encoding).getvalue()


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-0", 0, 0), ("bytes=10-19", 10, 19), ("bytes=100-", 100, None), ("bytes=-7", -7, None)],
)
def test_a_part_of_a_file(client, content, wanted, first, last):
    size = len(content)
    start, end = (size + first if first < 0 else first), (size - 1 if last is None else last)
    answer = ask(client, range=wanted, accept_encoding="gzip")
    assert answer.status_code == 206
    assert answer.getvalue() == content[start : end + 1]
    assert answer.headers["Content-Range"] == f"bytes {start}-{end}/{size}"
    assert answer.headers["Content-Length"] == str(end - start + 1)
    head = ask(client, method="head", range=wanted)
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (206, b"", str(end - start + 1))


def test_a_range_ends_with_the_file(client, content):
    answer = ask(client, range=f"bytes=5-{len(content) * 9}")
    assert answer.getvalue() == content[5:]


@pytest.mark.parametrize("wanted", ["bytes=9-5", "bytes=0-1,4-5", "lines=0-3", "bytes=", "bytes=-", "x"])
def test_a_range_that_makes_no_sense_is_ignored(client, content, wanted):
    answer = ask(client, range=wanted)
    assert (answer.status_code, answer.getvalue()) == (200, content)


@pytest.mark.parametrize("wanted", ["bytes={}-", "bytes=-0"])
def test_a_range_beyond_the_file_is_refused(client, content, wanted):
    answer = ask(client, range=wanted.format(len(content)))
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(content)}")


def test_a_download_goes_on_only_with_the_same_file(client, content):
    tag = ask(client, method="head").headers["ETag"]
    same = ask(client, range="bytes=5-", if_range=tag)
    assert (same.status_code, same.getvalue()) == (206, content[5:])
    changed = ask(client, range="bytes=5-", if_range='"other"')
    assert (changed.status_code, changed.getvalue()) == (200, content)


def test_the_address_of_a_day_stays_and_its_set_is_unpacked_on_the_way(client, content):
    dated = "/fr/donnees/fichiers/2026-11-25/registre.csv"
    before = ask(client, dated)
    assert before.headers["Content-Disposition"] == 'attachment; filename="atlas-2026-11-25-registre.csv"'
    assert before.getvalue() == content
    a_set(1, TEXT[:-50])
    store.pack("2026-11-25-0001")
    assert ask(client).getvalue() == content[:-50]
    after = ask(client, dated, range="bytes=0-3")
    assert (after.status_code, after.getvalue()) == (200, content)
    assert (after.headers["ETag"], after.headers["Accept-Ranges"]) == (before.headers["ETag"], "none")
    assert after.headers["Content-Length"] == str(len(content))
    assert gzip.decompress(ask(client, dated, accept_encoding="gzip").getvalue()) == content
    part = ask(client, dated, accept_encoding="gzip", range="bytes=0-3")
    assert (part.status_code, part.getvalue()) == (206, ask(client, dated, accept_encoding="gzip").getvalue()[:4])
    head = ask(client, dated, method="head")
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(content)))


@pytest.mark.parametrize(
    "path",
    [
        *("/fr/donnees/fichiers/rien.csv", "/fr/donnees/fichiers/manifest.json", "/fr/donnees/fichiers/register.csv"),
        *("/fr/donnees/fichiers/2026-11-24/registre.csv", "/fr/donnees/fichiers/demain/registre.csv"),
        *("/fr/donnees/fichiers/..%2Fmanifest.json", "/fr/donnees/fichiers/registre.csv.gz"),
        *("/fr/donnees/fichiers/2026-11-24/", "/fr/donnees/fichiers/demain/", "/fr/donnees/catalogue.ttl"),
    ],
)
def test_what_is_not_there_is_not_found(client, content, path):
    assert ask(client, path).status_code == 404


def test_a_file_that_went_in_the_meantime_is_not_found(client, content):
    (store.root() / store.current() / "fr/registre.csv").unlink()
    (store.root() / store.current() / "fr/registre.csv.gz").unlink()
    assert ask(client).status_code == 404


def test_there_is_no_file_before_the_first_set(client):
    answer = ask(client)
    assert answer.status_code == 404
    assert "pas encore été faits" in answer.content.decode()
    assert ask(client, "/fr/donnees/catalogue.jsonld").status_code == 404
