"""The only writer of the foi room: one verb for each legal act, one module for each stage."""

from gongkai.foi.services.approving import endorse_decision, set_approval_stages, stages_of
from gongkai.foi.services.assigning import assign_handler, assign_handlers, possible_handlers
from gongkai.foi.services.closing import (
    amend_receipt,
    close_abandoned,
    correct_by_applicant,
    void_event,
    withdraw_by_applicant,
    withdraw_request,
)
from gongkai.foi.services.contact import record_contact_attempt, record_mail_receipt
from gongkai.foi.services.deciding import Answer, decide, propose_decision, return_decision
from gongkai.foi.services.delivering import DeliveryDetails, attach_consultation_proof, record_delivery
from gongkai.foi.services.destruction import (
    approve_destruction,
    propose_destruction,
    refuse_destruction,
    remove_files,
    set_retention,
)
from gongkai.foi.services.details import ApplicantDetails, RequestDetails, Submission
from gongkai.foi.services.evaluating import evaluate_by_applicant
from gongkai.foi.services.fees import compute_fee, record_fee_payment, serve_fee_notice
from gongkai.foi.services.handling import (
    extend_reply_limit,
    receive_correction,
    record_consultation_answer,
    record_consultation_delivery,
    request_correction,
    send_consultation,
    set_excessive_delay,
)
from gongkai.foi.services.helping import record_help_by_applicant
from gongkai.foi.services.importing import Imported, check_entries, import_entries
from gongkai.foi.services.intake import (
    confirm_receipt,
    issue_receipt,
    register_request,
    reissue_tracking_code,
    submit_online_request,
)
from gongkai.foi.services.looks import note_look, note_looks
from gongkai.foi.services.publishing import publish_answer, turn_proactive
from gongkai.foi.services.recompute import recompute_open_cases
from gongkai.foi.services.reopening import reopen_case, undo_reopening
from gongkai.foi.services.searching import log_search
from gongkai.foi.services.settling import refund_fee, waive_fee
from gongkai.foi.services.splitting import Part, split_case
from gongkai.foi.services.uploads import add_file
from gongkai.foi.services.withholding import add_withheld_part, remove_withheld_part
from gongkai.foi.services.wording import WordingRefused, reset_wording, save_wording
from gongkai.foi.services.writing import issue_delivery_slip, issue_withdrawal_letter, notify_third_party

__all__ = [
    "Answer",
    "ApplicantDetails",
    "DeliveryDetails",
    "Imported",
    "Part",
    "RequestDetails",
    "Submission",
    "WordingRefused",
    "add_file",
    "add_withheld_part",
    "amend_receipt",
    "approve_destruction",
    "assign_handler",
    "assign_handlers",
    "attach_consultation_proof",
    "check_entries",
    "close_abandoned",
    "compute_fee",
    "confirm_receipt",
    "correct_by_applicant",
    "decide",
    "endorse_decision",
    "evaluate_by_applicant",
    "extend_reply_limit",
    "import_entries",
    "issue_delivery_slip",
    "issue_receipt",
    "issue_withdrawal_letter",
    "log_search",
    "note_look",
    "note_looks",
    "notify_third_party",
    "possible_handlers",
    "propose_decision",
    "propose_destruction",
    "publish_answer",
    "receive_correction",
    "recompute_open_cases",
    "record_consultation_answer",
    "record_consultation_delivery",
    "record_contact_attempt",
    "record_delivery",
    "record_fee_payment",
    "record_help_by_applicant",
    "record_mail_receipt",
    "refund_fee",
    "refuse_destruction",
    "register_request",
    "reissue_tracking_code",
    "remove_files",
    "remove_withheld_part",
    "reopen_case",
    "request_correction",
    "reset_wording",
    "return_decision",
    "save_wording",
    "send_consultation",
    "serve_fee_notice",
    "set_approval_stages",
    "set_excessive_delay",
    "set_retention",
    "split_case",
    "stages_of",
    "submit_online_request",
    "turn_proactive",
    "undo_reopening",
    "void_event",
    "waive_fee",
    "withdraw_by_applicant",
    "withdraw_request",
]
