"""The OpenAPI document: as it was published, true of every answer, refused what it refuses."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, openapi
from schemathesis.config import SchemathesisConfig

from atlas.opendata.api.document import document
from tests.opendata.api.conftest import PROJECTS

SNAPSHOT = Path(__file__).with_name("openapi.json")
# A code that is well written and that the register does not know (422) satisfies every schema: it depends on the data.
CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "404", "422"]},
        "negative_data_rejection": {"expected-statuses": ["400", "404", "406", "422"]},
    },
    "generation": {"allow-x00": False},
}
EXAMPLES = 8


def text(language):
    return json.dumps(document(language), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_the_document_is_the_one_that_was_published():
    """If this is meant to change: `python -m tests.opendata.api.snapshot`, and a line in CHANGELOG under « API »."""
    assert text("fr") == SNAPSHOT.read_text()


def test_the_document_speaks_both_languages():
    french, english = text("fr"), text("en")
    assert re.findall(r'"(?:description|summary)": "[^"]*[éèêàçœ][^"]*"', french)
    words = " ".join(re.findall(r'"(?:description|summary)": "([^"]*)"', english))
    assert set(re.findall(r"\w*[éèêàçœ]\w*", words)) <= {"région", "régions", "Région", "département", "départements"}


def test_every_operation_has_its_words_and_its_problems():
    for path, operations in document("fr")["paths"].items():
        operation = operations["get"]
        assert operation["summary"], path
        assert not re.search(r"\b(query|queries)\b", operation.get("description", "")), path  # a docstring of the code
        assert all(one.get("description") for one in operation["parameters"] if one["in"] == "query"), path
        for status, answer in operation["responses"].items():
            assert answer["description"], path
            assert ("application/problem+json" in answer["content"]) == (int(status) >= 400), path


@pytest.fixture
def schema(register, application):
    made = openapi.from_dict(document("en"), config=SchemathesisConfig.from_dict(CONFIG))
    made.app = application
    return made


def ask_as(operation, mode):
    """So many requests of a kind, each compared with the document."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case):
        if mode is GenerationMode.POSITIVE and operation.path.startswith("/api/v1/projects/"):
            case.path_parameters["number"] = PROJECTS[case.path_parameters["number"] % len(PROJECTS)].id
        case.call_and_validate(headers={"Host": "testserver", "Accept-Encoding": "identity"})

    ask()


@pytest.mark.parametrize("path", list(document("en")["paths"]))
def test_answers_are_as_the_document_says(schema, path):
    """Schemathesis asks what the document allows, then what it does not."""
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        ask_as(schema[path]["GET"], mode)
