"""The history a row tells, as events of the clock. What broke the law is told as it was; the clock names it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.foi.imports.fields import WITHDRAWN

CONFIRMED_CHANNELS = ("ordinary_mail", "online", "fax")
BY_LAPSE = ("other.not_corrected", "other.fee_unpaid")
Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Consulted:
    """One letter to somebody else, as the register tells of it."""

    ref: str
    party: str
    name: str
    sent_on: date
    received_on: date | None
    answered_on: date | None
    opinion: str


@dataclass(frozen=True, slots=True)
class History:
    """What a row says happened. `confirms`: see `mapping.Layout`."""

    confirms: bool
    values: Mapping[str, str]
    days: Mapping[str, date]
    numbers: Mapping[str, int]
    consulted: tuple[Consulted, ...]

    def faults(self) -> list[tuple[str, str]]:
        """What has to be there because something else is: field and reason."""
        found = []
        days, outcome = self.days, self.values.get("outcome", "")
        if "submitted_on" not in days:
            found.append(("submitted_on", _("没有填写，或者不是日期。")))
        if "decided_on" in days and not outcome:
            found.append(("outcome", _("有答复日期，没有办理结果。")))
        if outcome == WITHDRAWN and not ("withdrawn_on" in days or "decided_on" in days):
            found.append(("withdrawn_on", _("办理结果是撤回的，须有撤回的日期。")))
        elif outcome and outcome not in (WITHDRAWN, *BY_LAPSE) and not self._decided_on():
            found.append(("decided_on", _("有办理结果，没有答复日期。")))
        if "correction_received_on" in days and "correction_requested_on" not in days:
            found.append(("correction_requested_on", _("收到了补正，没有告知补正的日期。")))
        if "fee_notice_on" in days and not self.values.get("fee_amount"):
            found.append(("fee_amount", _("送达了收费通知，没有金额。")))
        if ("excessive_delay_on" in days) != ("excessive_delay_until" in days):
            found.append(("excessive_delay_until", _("确定合理延迟期限的，须有告知的日期和延迟至的日期。")))
        return found

    def events(self) -> tuple[list[Event], list[dict[str, str]]]:
        """The events, oldest first, each with the fields it was made from."""
        made: list[tuple[Event, dict[str, str]]] = [self._received()]
        self._correction(made)
        self._consultation(made)
        self._limits(made)
        self._fee(made)
        self._end(made)
        made[1:] = sorted(made[1:], key=lambda item: str(item[0]["on"]))
        return [event for event, _from in made], [origin for _event, origin in made]

    def _decided_on(self) -> date | None:
        """The day that counts: of posting, signature or sending, where the register knows it (〔2016〕235号)."""
        return self.days.get("delivered_on") or self.days.get("decided_on")

    def _received(self) -> tuple[Event, dict[str, str]]:
        on, channel = self.days["submitted_on"], self.values["channel"]
        event: Event = {"type": "received", "channel": channel, "on": on.isoformat()}
        origin = {"on": "submitted_on", "channel": "channel", "confirmed_on": "confirmed_on"}
        if channel in CONFIRMED_CHANNELS:
            confirmed = self.days.get("confirmed_on") or (on if self.confirms else None)
            if confirmed is not None:
                event["confirmed_on"] = confirmed.isoformat()
        return event, origin

    def _add(self, made: list[tuple[Event, dict[str, str]]], name: str, kind: str, **more: Any) -> None:
        """An event of that day, if the register has it. `more`: key of the event -> (value, field it is from)."""
        if day := self.days.get(name):
            values = {key: value for key, (value, _field) in more.items()}
            fields_of = {key: field for key, (_value, field) in more.items()}
            made.append(({"type": kind, "on": day.isoformat(), **values}, {"on": name, **fields_of}))

    def _correction(self, made: list[tuple[Event, dict[str, str]]]) -> None:
        name = "correction_period_working_days"
        period = (self.numbers.get(name), name)
        self._add(made, "correction_requested_on", "correction_requested", period_working_days=period)
        self._add(made, "correction_received_on", "correction_received")

    def _consultation(self, made: list[tuple[Event, dict[str, str]]]) -> None:
        for item in self.consulted:
            sent: Event = {
                "type": "consultation_sent",
                "on": item.sent_on.isoformat(),
                "ref": item.ref,
                "with": item.party,
            }
            if item.received_on is not None:
                sent["received_on"] = item.received_on.isoformat()
            made.append((sent, {"on": "consultations"}))
            if item.answered_on is not None:
                answer: Event = {
                    "type": "consultation_answered",
                    "on": item.answered_on.isoformat(),
                    "ref": item.ref,
                }
                if item.opinion in ("agrees", "objects"):
                    answer["objects"] = item.opinion == "objects"
                made.append((answer, {"on": "consultations"}))

    def _limits(self, made: list[tuple[Event, dict[str, str]]]) -> None:
        name = "extension_working_days"
        self._add(made, "extended_on", "extended", working_days=(self.numbers.get(name), name))
        if until := self.days.get("excessive_delay_until"):
            limit = (until.isoformat(), "excessive_delay_until")
            self._add(made, "excessive_delay_on", "excessive_delay_set", until=limit)

    def _fee(self, made: list[tuple[Event, dict[str, str]]]) -> None:
        amount = float(self.values.get("fee_amount") or 0)
        exact = int(amount) if amount.is_integer() else amount
        self._add(made, "fee_notice_on", "fee_notice_served", amount=(exact, "fee_amount"))
        self._add(made, "fee_paid_on", "fee_paid")

    def _end(self, made: list[tuple[Event, dict[str, str]]]) -> None:
        outcome = self.values.get("outcome", "")
        withdrawn = self.days.get("withdrawn_on")
        if withdrawn is None and outcome == WITHDRAWN:
            withdrawn = self.days.get("decided_on")
        if withdrawn is not None:
            made.append(({"type": "withdrawn", "on": withdrawn.isoformat()}, {"on": "withdrawn_on"}))
            return
        decided = self._decided_on()
        if decided is None or not outcome or outcome in BY_LAPSE:
            return  # what comes by lapse of time, the clock sees by itself
        event: Event = {"type": "decided", "on": decided.isoformat(), "outcome": outcome}
        event["served_by"] = self.values["served_by"]
        made.append((event, {"on": "delivered_on" if "delivered_on" in self.days else "decided_on"}))
