"""The fields of the index and what each is for. Raise VERSION with any change of what is written in them.

Filters share the field `filters` as terms with their facet's name (`country:ML`). What is counted stands in fields of
its own, by how it is counted (facets.py). Authorities and partners stand as terms that carry their name and place, so
that lists of them need no look-up.
"""

from functools import cache

from tantivy import Schema, SchemaBuilder

from atlas.catalogue.index.analysis import STEMS, WORDS
from atlas.catalogue.index.facets import COLUMNS, ORGANISATIONS

VERSION = 11


@cache
def schema() -> Schema:
    """The schema of an index written by this version of the code."""
    builder = SchemaBuilder()
    builder.add_unsigned_field("project", indexed=True, fast=True)
    # Everything searchable, twice: stems with positions (matching, phrases), whole words (beginnings, spelling).
    builder.add_text_field("stems", tokenizer_name=STEMS, index_option="position")
    builder.add_text_field("words", tokenizer_name=WORDS, index_option="basic")
    # Parts of it again, to rank a match there higher.
    builder.add_text_field("title", tokenizer_name=STEMS, index_option="freq")
    builder.add_text_field("names", tokenizer_name=STEMS, index_option="freq")
    # Counted terms (facets.py and document.py say what they hold): only these are aggregated and need columns.
    for name in ("facets", *COLUMNS, "french", "foreign", "pairs", "places", "quality"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("filters", "labels", "organisations", "place_labels", "amount_cells"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_json_field("amounts", fast=True, tokenizer_name="raw", index_option="basic")  # sums of it: amounts.py
    builder.add_unsigned_field("organisation", indexed=True)
    for name in ORGANISATIONS:
        builder.add_unsigned_field(name, fast=True)
    # 0 = not stated. Days as year × 10,000 + month × 100 + day. `begun_in` and `over_on`: see activity.py;
    # `linked_since`: the earliest year that the sheet states for the link, its first convention or its start.
    builder.add_unsigned_field("start_year", indexed=True, fast=True)
    builder.add_unsigned_field("begun_in", indexed=True, fast=True)
    builder.add_unsigned_field("over_on", indexed=True, fast=True)
    builder.add_unsigned_field("linked_since", fast=True)
    builder.add_unsigned_field("doubtful_from", indexed=True, fast=True)
    # The day from which on the last verification is too old; 0 = never verified (completeness.py).
    builder.add_unsigned_field("verified_until", indexed=True, fast=True)
    # Sort keys: unique, so that a list has one order in every index made from the same records.
    builder.add_unsigned_field("updated_key", fast=True)
    builder.add_unsigned_field("start_key", fast=True)
    builder.add_unsigned_field("amount_key", fast=True)
    builder.add_unsigned_field("row", fast=True)  # where rows.py keeps what lists show of it
    return builder.build()
