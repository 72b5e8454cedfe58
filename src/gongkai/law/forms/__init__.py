"""Versions of the annual report's form as data, and their balance checks.

form = load(2021)
findings = check(form, values, previous=last_year)
"""

from gongkai.law.forms.checks import check
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
from gongkai.law.forms.values import complete, read_values

__all__ = [
    "VERSIONS",
    "Cell",
    "Check",
    "Finding",
    "Form",
    "FormMeta",
    "Formula",
    "LayoutCell",
    "LayoutTable",
    "Number",
    "Section",
    "Sum",
    "Values",
    "check",
    "complete",
    "form_for",
    "load",
    "read_values",
]
