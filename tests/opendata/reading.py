"""Files read back as their users do: the numbers of the projects, and what a file says of itself."""

import csv
import io
import json
import re
from dataclasses import dataclass

from lxml import etree
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

ATOM = "{http://www.w3.org/2005/Atom}"
TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"


@dataclass(frozen=True)
class Found:
    """`ids` as they come; `total`: how many the file says that it holds."""

    ids: list[int]
    total: int


def body(client, path, status=200):
    """The whole content of an answer without cookie."""
    answer = client.get(path)
    assert answer.status_code == status, path
    assert not answer.cookies
    return answer.getvalue()


def rows_of_csv(content):
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheets_of(content):
    """Name → rows, as calamine types them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def from_csv(content):
    rows = rows_of_csv(content)
    return Found([int(next(iter(row.values()))) for row in rows], len(rows))


def from_xlsx(content):
    _about, data = sheets_of(content).values()
    return Found([int(row[0]) for row in data[1:]], len(data) - 1)


def from_geojson(content):
    document = json.loads(content)
    ids = [feature["properties"]["id"] for feature in document["features"]]
    return Found(list(dict.fromkeys(ids)), document["metadata"]["projects"])


def from_atom(client, path):
    """All pages of a feed, each leading to the next."""
    ids, total = [], 0
    while path:
        root = etree.fromstring(body(client, path))
        links = [entry.find(f"{ATOM}id").text for entry in root.iter(f"{ATOM}entry")]
        ids += [int(re.search(r"/(\d+)/$", link)[1]) for link in links]
        total = int(root.find(TOTAL).text)
        following = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "next"]
        path = following[0].removeprefix("http://testserver") if following else ""
    return Found(ids, total)


def links_of_pdf(content):
    """Addresses in the order of the pages, each once."""
    pages = PdfReader(io.BytesIO(content)).pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", ())]
    return list(dict.fromkeys(note["/A"]["/URI"] for note in notes if "/A" in note))


def from_pdf(content):
    ids = [re.search(r"/(?:projets|projects)/(\d+)/$", link) for link in links_of_pdf(content)]
    text = text_of_pdf(content)
    count = re.search(r"(?:Nombre de projets|Number of projects)\s*: (?:Aucun|([\d\u202f,]+))", text)
    return Found([int(one[1]) for one in ids if one], int(re.sub(r"\D", "", count[1])))


def text_of_pdf(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def tagged_rows(content):
    """Rows of the tables in the structure that screen readers follow."""
    return tagged(content, "/TR")


def tagged(content, wanted):
    """How many elements of a kind the structure of a PDF has."""

    def walk(node):
        node = node.get_object()
        if not isinstance(node, dict):
            return
        yield node.get("/S")
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, int):
                yield from walk(child)

    root = PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]
    return sum(tag == wanted for tag in walk(root))
