"""Data of the foi room: what was asked, by whom, and what was done about it."""

from gongkai.foi.models.answering import ApprovalStage, DecisionApproval, WithheldPart
from gongkai.foi.models.case import Applicant, Case, CaseFile, CaseQuerySet, Number
from gongkai.foi.models.evaluation import Evaluation
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
from gongkai.foi.models.letters import LetterTemplate
from gongkai.foi.models.privacy import ApplicantLook, CasePublication, DestructionProtocol, RetentionRule
from gongkai.foi.models.searching import SearchLog
from gongkai.foi.models.settling import FeeRefund, FeeWaiver

__all__ = [
    "Applicant",
    "ApplicantLook",
    "ApprovalStage",
    "Case",
    "CaseFile",
    "CasePublication",
    "CaseQuerySet",
    "CaseSplit",
    "Consultation",
    "ContactAttempt",
    "Correction",
    "Decision",
    "DecisionApproval",
    "Delivery",
    "DestructionProtocol",
    "Evaluation",
    "FeeRefund",
    "FeeWaiver",
    "ImportedCase",
    "Letter",
    "LetterTemplate",
    "MailReceipt",
    "Number",
    "ProcessingFee",
    "RetentionRule",
    "SearchLog",
    "SplitPart",
    "Voiding",
    "WithheldPart",
]
