"""Text in, findings with spans out: personal data, marks of secrecy, words that must not stand there. Pure: no storage, no files.

May not hold: the decision to publish, a dictionary of its own (words are given), anything of the framework.
"""

from __future__ import annotations

from gongkai.scan import detectors
from gongkai.scan.dictionary import Category, Dictionary, Entry
from gongkai.scan.masking import mask
from gongkai.scan.model import Finding, Passage, Severity, Table, TableCell
from gongkai.scan.published import Published
from gongkai.scan.scanning import scan, scan_text

__all__ = [
    "Category",
    "Dictionary",
    "Entry",
    "Finding",
    "Passage",
    "Published",
    "Severity",
    "Table",
    "TableCell",
    "detectors",
    "mask",
    "scan",
    "scan_text",
]
