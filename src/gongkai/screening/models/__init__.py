"""Dictionaries, what was found in a text or file, what was decided about it, what was taken out."""

from gongkai.screening.models.decisions import Decision, Redaction
from gongkai.screening.models.dictionary import DictionaryEntry
from gongkai.screening.models.findings import ScreeningFinding
from gongkai.screening.models.screenings import Rescan, Screening
from gongkai.screening.models.shared import Severity

__all__ = ["Decision", "DictionaryEntry", "Redaction", "Rescan", "Screening", "ScreeningFinding", "Severity"]
