"""Data of the foi room: what was asked, by whom, and what was done about it."""

from gongkai.foi.models.case import Applicant, Case, CaseFile, CaseQuerySet, Number
from gongkai.foi.models.handling import (
    Consultation,
    Correction,
    Decision,
    Delivery,
    Letter,
    ProcessingFee,
    Voiding,
)

__all__ = [
    "Applicant",
    "Case",
    "CaseFile",
    "CaseQuerySet",
    "Consultation",
    "Correction",
    "Decision",
    "Delivery",
    "Letter",
    "Number",
    "ProcessingFee",
    "Voiding",
]
