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
from gongkai.foi.models.intake import CaseSplit, ContactAttempt, ImportedCase, MailReceipt, SplitPart
from gongkai.foi.models.privacy import ApplicantLook, CasePublication, DestructionProtocol, RetentionRule

__all__ = [
    "Applicant",
    "ApplicantLook",
    "Case",
    "CaseFile",
    "CasePublication",
    "CaseQuerySet",
    "CaseSplit",
    "Consultation",
    "ContactAttempt",
    "Correction",
    "Decision",
    "Delivery",
    "DestructionProtocol",
    "ImportedCase",
    "Letter",
    "MailReceipt",
    "Number",
    "ProcessingFee",
    "RetentionRule",
    "SplitPart",
    "Voiding",
]
