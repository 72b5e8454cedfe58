"""The only reader of the foi room for other rooms."""

from gongkai.foi.queries.cases import (
    clock_of,
    earlier_requests,
    lawful_steps,
    other_applicants,
    preview,
    standing_of,
    visible_cases,
    worklist,
    worklist_counts,
)
from gongkai.foi.queries.checking import Difference, projection_differences
from gongkai.foi.queries.evaluations import Given, evaluation_figures, evaluation_of
from gongkai.foi.queries.moving import Move
from gongkai.foi.queries.remedying import RemedyRoute, remedy_route
from gongkai.foi.queries.report import fees_received, table_three
from gongkai.foi.queries.tracking import (
    Happening,
    Tracking,
    find_for_tracking,
    letter_for_applicant,
    tracking,
)
from gongkai.foi.queries.triage import already_public, asked_before, disguises, told_of_split
from gongkai.foi.queries.verifying import Issued, verify_letter
from gongkai.foi.queries.visiting import (
    case_of_session,
    code_of_form,
    correction_wanted,
    day_strip,
    file_for_applicant,
    files_for_applicant,
    session_key,
)

__all__ = [
    "Difference",
    "Given",
    "Happening",
    "Issued",
    "Move",
    "RemedyRoute",
    "Tracking",
    "already_public",
    "asked_before",
    "case_of_session",
    "clock_of",
    "code_of_form",
    "correction_wanted",
    "day_strip",
    "disguises",
    "earlier_requests",
    "evaluation_figures",
    "evaluation_of",
    "fees_received",
    "file_for_applicant",
    "files_for_applicant",
    "find_for_tracking",
    "lawful_steps",
    "letter_for_applicant",
    "other_applicants",
    "preview",
    "projection_differences",
    "remedy_route",
    "session_key",
    "standing_of",
    "table_three",
    "told_of_split",
    "tracking",
    "verify_letter",
    "visible_cases",
    "worklist",
    "worklist_counts",
]
