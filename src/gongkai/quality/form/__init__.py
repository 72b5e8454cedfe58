"""What is not right in the form of a text, and what belongs there and is missing. Pure: knows neither Django nor models."""

from gongkai.quality.form.checking import RULES, check
from gongkai.quality.form.correcting import corrected
from gongkai.quality.form.model import BODY, NUMBER, TITLE, WHOLE, Block, Facts, Finding, Text
from gongkai.quality.form.reading import read

__all__ = [
    "BODY",
    "NUMBER",
    "RULES",
    "TITLE",
    "WHOLE",
    "Block",
    "Facts",
    "Finding",
    "Text",
    "check",
    "corrected",
    "read",
]
