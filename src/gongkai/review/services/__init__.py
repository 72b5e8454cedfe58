"""The only writers of the review, one verb per act."""

from gongkai.review.services.chains import (
    adopt,
    choose_chain,
    drop_chain,
    ensure_default_workflow,
    set_policy,
)
from gongkai.review.services.deputies import end_deputyship, register_deputyship
from gongkai.review.services.exports import record_export
from gongkai.review.services.phrases import add_phrase, remove_phrase
from gongkai.review.services.referring import record_answer, record_opening, record_sending, withdraw_referral
from gongkai.review.services.signing import clear, record_sign_off, sign, sign_blockers
from gongkai.review.services.submitting import adopt_reviews_under_way, submit

__all__ = [
    "add_phrase",
    "adopt",
    "adopt_reviews_under_way",
    "choose_chain",
    "clear",
    "drop_chain",
    "end_deputyship",
    "ensure_default_workflow",
    "record_answer",
    "record_export",
    "record_opening",
    "record_sending",
    "record_sign_off",
    "register_deputyship",
    "remove_phrase",
    "set_policy",
    "sign",
    "sign_blockers",
    "submit",
    "withdraw_referral",
]
