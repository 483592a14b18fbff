"""docs/spreadsheets.md lists the columns of the code: keys, labels in both languages, meaning, in their order."""

import re

import pytest
from django.conf import settings
from django.utils.translation import override

from atlas.imports.spreadsheets.columns import COLUMNS, TableKind

TEXT = (settings.BASE_DIR / "docs" / "spreadsheets.md").read_text()


@pytest.mark.parametrize("kind", TableKind.values)
def test_the_documentation_lists_the_columns(kind: str) -> None:
    part = TEXT.partition(f"(`{kind}`)")[2].partition("\n###")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (yes|) \| (.*) \|$", part, re.MULTILINE)
    expected = []
    for column in COLUMNS[kind]:
        french = str(column.label)
        with override("en"):
            english, meaning = str(column.label), str(column.meaning).replace("|", r"\|")
        expected.append((column.key, french, english, "yes" if column.is_required else "", meaning))
    assert rows == expected
