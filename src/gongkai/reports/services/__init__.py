"""The only writer of reports. Each act: lock the report, check, append to the ledger, refresh the projection.

`writing`: from opening to publication; `handover`: to the superior and back; `reminding`: a word to those who are late.
"""

from gongkai.reports.services.handover import (
    NewRemark,
    accept,
    answer_remark,
    gather,
    return_report,
    submit,
    withdraw_submission,
)
from gongkai.reports.services.reminding import Reminded, remind
from gongkai.reports.services.writing import (
    SIGNERS,
    WRITERS,
    enter_cells,
    open_year,
    publish,
    reopen,
    sign_off,
    write_section,
)

__all__ = [
    "SIGNERS",
    "WRITERS",
    "NewRemark",
    "Reminded",
    "accept",
    "answer_remark",
    "enter_cells",
    "gather",
    "open_year",
    "publish",
    "remind",
    "reopen",
    "return_report",
    "sign_off",
    "submit",
    "withdraw_submission",
    "write_section",
]
