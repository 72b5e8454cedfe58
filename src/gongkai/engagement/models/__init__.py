"""What the engagement room keeps."""

from gongkai.engagement.models.comments import Comment, CommentGroup, CommentOriginal, Sorting
from gongkai.engagement.models.consultations import (
    Consultation,
    ConsultationPaper,
    EngagementLimit,
    PeriodChange,
    StageRecord,
)
from gongkai.engagement.models.hearings import Hearing, HearingRegistration

__all__ = [
    "Comment",
    "CommentGroup",
    "CommentOriginal",
    "Consultation",
    "ConsultationPaper",
    "EngagementLimit",
    "Hearing",
    "HearingRegistration",
    "PeriodChange",
    "Sorting",
    "StageRecord",
]
