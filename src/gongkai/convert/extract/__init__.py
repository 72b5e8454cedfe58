"""Text and tables with their positions, out of whatever an agency publishes: pages, text, Word, Excel, PDF, pictures.

Told by content, never by name. Nothing here asks for the framework, so that it may run in processes by the thousand.
"""

from gongkai.convert.extract.limited import read_limited
from gongkai.convert.extract.model import Extracted, ExtractedCell, ExtractedTable, Note, Unreadable
from gongkai.convert.extract.reading import MAX_BYTES, read
from gongkai.convert.extract.text import from_text

__all__ = [
    "MAX_BYTES",
    "Extracted",
    "ExtractedCell",
    "ExtractedTable",
    "Note",
    "Unreadable",
    "from_text",
    "read",
    "read_limited",
]
