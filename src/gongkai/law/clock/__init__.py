"""The legal clock of a request (Decree 711, Arts 30–36): events in, the state of the reply limit out.

    run(parse_events(items), calendar.load(), as_of).as_dict()

Readings of the statute where it is silent: `docs/explanation/decisions/0101-clock-readings.md`
and `0102-reopened-requests.md`.
"""

from gongkai.law.clock.docket import Conclusion
from gongkai.law.clock.event_reading import EVENT_TYPES, parse_events
from gongkai.law.clock.events import (
    ConsultationAnswered,
    ConsultationSent,
    CorrectionReceived,
    CorrectionRequested,
    Decided,
    Event,
    ExcessiveDelaySet,
    Extended,
    FeeNoticeServed,
    FeePaid,
    ReceiptConfirmed,
    Received,
    Reopened,
    Withdrawn,
)
from gongkai.law.clock.running import Clock, run
from gongkai.law.steps import Problem, Step

__all__ = [
    "EVENT_TYPES",
    "Clock",
    "Conclusion",
    "ConsultationAnswered",
    "ConsultationSent",
    "CorrectionReceived",
    "CorrectionRequested",
    "Decided",
    "Event",
    "ExcessiveDelaySet",
    "Extended",
    "FeeNoticeServed",
    "FeePaid",
    "Problem",
    "ReceiptConfirmed",
    "Received",
    "Reopened",
    "Step",
    "Withdrawn",
    "parse_events",
    "run",
]
