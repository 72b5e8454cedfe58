"""The events of a request as facts with dates. `event_reading` reads them from JSON-like input."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

CHANNELS = ("in_person", "registered_mail", "ordinary_mail", "online", "fax")
CONSULTED = ("third_party", "agency")
SERVED_BY = ("post", "in_person", "electronic", "courier")
REOPENED_BY = ("reconsideration", "litigation")
LARGEST_EXTENSION = 20


@dataclass(frozen=True, slots=True)
class Received:
    """The request reached the agency on a day; `confirmed_on` matters where Art 31 asks for a confirmation."""

    on: date
    channel: str
    confirmed_on: date | None = None

    @property
    def needs_confirmation(self) -> bool:
        """Whether Art 31 lets the day of confirmation count for this channel."""
        return self.channel in ("ordinary_mail", "online", "fax")


@dataclass(frozen=True, slots=True)
class ReceiptConfirmed:
    """Both sides confirmed the receipt (Art 31); the same as `confirmed_on`, as an event of its own."""

    on: date


@dataclass(frozen=True, slots=True)
class CorrectionRequested:
    """The one notice to correct (Art 30). `period_working_days`: the period it sets, when known."""

    on: date
    period_working_days: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectionReceived:
    """The corrected request arrived (Art 30)."""

    on: date


@dataclass(frozen=True, slots=True)
class ConsultationSent:
    """A letter to a third party (Art 32) or another agency (Art 34); `received_on`: the day they received it."""

    on: date
    ref: str
    party: str
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConsultationAnswered:
    """The opinion arrived. `objects`: whether they object, when said."""

    on: date
    ref: str
    objects: bool | None = None


@dataclass(frozen=True, slots=True)
class Extended:
    """The person in charge agreed to extend, and the applicant was told (Art 33)."""

    on: date
    working_days: int


@dataclass(frozen=True, slots=True)
class ExcessiveDelaySet:
    """A reasonable delayed period for an excessive request with good reasons (Art 35)."""

    on: date
    until: date


@dataclass(frozen=True, slots=True)
class FeeNoticeServed:
    """The applicant received the fee notice (国办函〔2020〕109号 Art 6)."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class FeePaid:
    """The payment was completed."""

    on: date


@dataclass(frozen=True, slots=True)
class Decided:
    """The answer was made: posted, signed for, or sent (国办公开办函〔2016〕235号)."""

    on: date
    outcome: str
    served_by: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The applicant withdrew the request."""

    on: date


@dataclass(frozen=True, slots=True)
class Reopened:
    """The answer was set aside and a new one ordered; `on`: the day that decision or judgment took effect for the agency."""

    on: date
    basis: str


Event: TypeAlias = (
    Received
    | ReceiptConfirmed
    | Reopened
    | CorrectionRequested
    | CorrectionReceived
    | ConsultationSent
    | ConsultationAnswered
    | Extended
    | ExcessiveDelaySet
    | FeeNoticeServed
    | FeePaid
    | Decided
    | Withdrawn
)

# The natural order of the stages decides between events of one day.
STAGES: dict[type[Event], int] = {kind: number for number, kind in enumerate(Event.__args__)}


def ordering(event: Event) -> tuple[date, int, str]:
    """The sort key of an event: its day, its stage, then its content, so that the order of entry never matters."""
    several = (ConsultationSent, ConsultationAnswered, CorrectionRequested, Extended, ExcessiveDelaySet)
    return event.on, STAGES[type(event)], repr(event) if isinstance(event, several) else ""
