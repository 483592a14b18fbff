"""The catalogue read back as harvesters do, with an RDF library."""

import pytest
from django.test import override_settings
from rdflib import Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from tests.catalogue.records import COUNTRIES, project

SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SITE = "http://testserver"
LICENCE = URIRef("https://www.etalab.gouv.fr/licence-ouverte-open-licence/")


def graph(client, extension, syntax, path="/fr/donnees"):
    answer = client.get(f"{path}/catalogue.{extension}")
    assert answer.status_code == 200
    found = Graph()
    found.parse(data=answer.content, format=syntax)
    return found


@pytest.fixture
def register(public, made):
    public(
        project(1, countries=(COUNTRIES["ML"],), start_year=1987, first_convention_year=None),
        project(2, start_year=2001),
    )
    return made()


# rdflib's own reader of JSON-LD uses what rdflib calls old.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_both_ways_to_write_it_say_the_same_in_both_languages(client, register):
    found = graph(client, "jsonld", "json-ld")
    assert len(found) > 500
    assert isomorphic(found, graph(client, "rdf", "xml"))
    assert isomorphic(found, graph(client, "jsonld", "json-ld", "/en/data"))


def test_each_dataset_says_what_dcat_ap_asks(client, register):
    found = graph(client, "rdf", "xml")
    (catalogue,) = found.subjects(RDF.type, DCAT.Catalog)
    datasets = set(found.objects(catalogue, DCAT.dataset))
    assert len(datasets) == 8
    assert datasets == set(found.subjects(RDF.type, DCAT.Dataset))
    publisher = found.value(catalogue, DCTERMS.publisher)
    assert found.value(publisher, RDF.type) == FOAF.Agent
    for dataset in datasets:
        for name in (DCTERMS.title, DCTERMS.description):
            assert {text.language for text in found.objects(dataset, name)} == {"fr", "en"}
        assert found.value(dataset, DCTERMS.publisher) == publisher
        assert found.value(dataset, DCTERMS.license) == LICENCE
        assert found.value(dataset, DCTERMS.modified).toPython() == register.made_at
        assert str(found.value(dataset, DCTERMS.accrualPeriodicity)).endswith("/frequency/DAILY")
        period = found.value(dataset, DCTERMS.temporal)
        assert str(found.value(period, DCAT.startDate)) == "1987-01-01"
        assert str(found.value(period, DCAT.endDate)) == "2026-11-25"
        assert found.value(dataset, DCTERMS.spatial) is not None
        assert len(set(found.objects(dataset, DCAT.theme))) == 2
        assert set(found.objects(dataset, DCAT.distribution))
    titles = {str(text) for text in found.objects(None, DCTERMS.title)}
    assert "Atlas de l’action extérieure des collectivités – Afrique subsaharienne" in titles
    assert "Atlas of the external action of French local authorities – Sub-Saharan Africa" in titles


def test_each_distribution_is_a_file_that_is_served(client, register):
    found = graph(client, "rdf", "xml")
    distributions = set(found.subjects(RDF.type, DCAT.Distribution))
    files = [one for one in register.files if one.extension != "schema.json"]
    assert len(distributions) == len(files)
    by_sum = {one.sha256: one for one in files}
    for distribution in distributions:
        checksum = found.value(distribution, SPDX.checksum)
        assert found.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        value = found.value(checksum, SPDX.checksumValue)
        assert value.datatype == XSD.hexBinary
        one = by_sum[str(value.toPython().hex() if isinstance(value.toPython(), bytes) else value)]
        size = found.value(distribution, DCAT.byteSize)
        assert (size.datatype, int(size)) == (XSD.nonNegativeInteger, one.size)
        address = str(found.value(distribution, DCAT.downloadURL))
        assert address.startswith(SITE)
        head = client.head(address.removeprefix(SITE))
        assert (head.status_code, int(head.headers["Content-Length"])) == (200, one.size)
        media_type = str(found.value(distribution, DCAT.mediaType)).partition("/media-types/")[2]
        assert head.headers["Content-Type"].partition(";")[0] == media_type
        assert client.get(str(found.value(distribution, DCAT.accessURL)).removeprefix(SITE)).status_code == 200
        assert found.value(distribution, DCTERMS.format) is not None
        assert found.value(distribution, DCTERMS.license) == LICENCE
        if schema := found.value(distribution, DCTERMS.conformsTo):
            assert client.head(str(schema).removeprefix(SITE)).status_code == 200


def test_formats_have_the_codes_that_portals_know(client, register):
    """Of the European list of file types, and of IANA, where Parquet stands since 2024."""
    found = graph(client, "rdf", "xml")
    said = {
        str(form).rpartition("/")[2]: str(found.value(one, DCAT.mediaType)).partition("/media-types/")[2]
        for one, form in found.subject_objects(DCTERMS.format)
    }
    assert said.pop("PARQUET") == "application/vnd.apache.parquet"
    assert said.pop("GEOJSON") == "application/geo+json"
    assert said.pop("ODS") == "application/vnd.oasis.opendocument.spreadsheet"
    assert said.keys() >= {"CSV", "XLSX", "JSON"}


def test_who_publishes_is_said_when_the_installation_says_it(client, register):
    assert not list(graph(client, "rdf", "xml").subjects(RDF.type, VCARD.Organization))
    with override_settings(ATLAS_PUBLISHER="Service d’essai <&>", ATLAS_CONTACT="a@example.org"):
        found = graph(client, "rdf", "xml")
    assert [str(name) for name in found.objects(None, FOAF.name)] == ["Service d’essai <&>"]
    assert set(found.objects(None, VCARD.hasEmail)) == {URIRef("mailto:a@example.org")}
