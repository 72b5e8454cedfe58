"""Tables of other systems read by a declared mapping: columns to fields, words to codes, days in whatever form."""

from gongkai.convert.tables.declared import Fault, Field
from gongkai.convert.tables.mapping import Layout, MappingRefused, load, load_file, proposed, usual
from gongkai.convert.tables.reading import Headings, Values, find_headings, read_row, table

__all__ = [
    "Fault",
    "Field",
    "Headings",
    "Layout",
    "MappingRefused",
    "Values",
    "find_headings",
    "load",
    "load_file",
    "proposed",
    "read_row",
    "table",
    "usual",
]
