"""The limits of `data/limits.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parent / "data" / "limits.yaml"


@dataclass(frozen=True, slots=True)
class Limits:
    """Days, mails, subscriptions; see the file for what each is for."""

    unconfirmed_days: int
    sent_mail_days: int
    announcement_days: int
    confirmations_a_day: int
    subscriptions_each: int
    documents_in_a_mail: int
    mails_a_minute: int
    retry_minutes: tuple[int, ...]
    failures_before_silence: int


@cache
def limits() -> Limits:
    """As the file says. Raises TypeError when a line is missing or unknown."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Limits(**{**read, "retry_minutes": tuple(read["retry_minutes"])})
