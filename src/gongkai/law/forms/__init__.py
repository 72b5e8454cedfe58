"""Versions of the annual report's form as data, and their balance checks.

form = form_for(2025)  # or load("2021")
findings = check(form, values, previous=last_year)
convert(values_of_2020, "2019", "2021").values
"""

from gongkai.law.forms.checks import check
from gongkai.law.forms.converting import Converted, Note, convert, convertible
from gongkai.law.forms.loading import VERSIONS, form_for, load
from gongkai.law.forms.model import (
    Cell,
    Check,
    Finding,
    Form,
    FormMeta,
    Formula,
    LayoutCell,
    LayoutTable,
    Number,
    Section,
    Sum,
    Values,
)
from gongkai.law.forms.values import complete, known, read_values

__all__ = [
    "VERSIONS",
    "Cell",
    "Check",
    "Converted",
    "Finding",
    "Form",
    "FormMeta",
    "Formula",
    "LayoutCell",
    "LayoutTable",
    "Note",
    "Number",
    "Section",
    "Sum",
    "Values",
    "check",
    "complete",
    "convert",
    "convertible",
    "form_for",
    "known",
    "load",
    "read_values",
]
