"""Data of the review: chains and who uses them, the append-only register, referrals, and what signers keep for themselves."""

from gongkai.review.models.chains import AgencyWorkflow, ReviewStep, SigningPolicy
from gongkai.review.models.referrals import Referral
from gongkai.review.models.register import Clearance, Remark, Signature, Submission
from gongkai.review.models.signers import Deputyship, Phrase, RecoveryCode, SecondFactor

__all__ = [
    "AgencyWorkflow",
    "Clearance",
    "Deputyship",
    "Phrase",
    "RecoveryCode",
    "Referral",
    "Remark",
    "ReviewStep",
    "SecondFactor",
    "Signature",
    "SigningPolicy",
    "Submission",
]
