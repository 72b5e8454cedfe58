"""Plays the stories through the services of the foi room, day by day over the whole county.

Steps of different requests are taken in the order of their days, so that receipt and letter numbers run as they would have.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.demo import chance, datafiles
from gongkai.demo.people import Desk
from gongkai.demo.places import Place
from gongkai.demo.requests import Telling
from gongkai.foi import services as foi
from gongkai.foi.models import Case
from gongkai.foi.services import Answer
from gongkai.law.calendar import WorkCalendar

SERVED_BY = {"online": "electronic", "fax": "electronic", "in_person": "in_person"}


@dataclass
class Player:
    """Takes the steps of all requests in the order of their days."""

    places: Mapping[str, Place]
    desks: Mapping[str, Desk]
    calendar: WorkCalendar
    as_of: date
    rng: random.Random
    steps: list[tuple[date, int, Telling, str, dict[str, Any]]] = field(default_factory=list)
    serial: Iterator[int] = field(default_factory=count)
    cases: list[Case] = field(default_factory=list)

    def schedule(self, telling: Telling) -> None:
        """Put every step of a request on its day; what lies after the day of the demo has not happened."""
        received_on = telling.submitted_on
        plan: list[tuple[date, str, dict[str, Any]]] = [(received_on, "submit", {})]
        if telling.channel == "online" and telling.confirmed:
            plan.append((received_on, "confirm", {}))
        plan += [(self.day(received_on, offset), verb, needs) for offset, verb, needs in telling.steps]
        for day, verb, needs in plan:
            if day <= self.as_of:
                self.steps.append((day, next(self.serial), telling, verb, needs))

    def day(self, start: date, offset: int) -> date:
        """So many working days after a day."""
        return self.calendar.add(start, offset) if offset else start

    def play(self, part: int, parts: int) -> None:
        """Take one of so many equal parts of all steps, in the order of their days."""
        if part == 0:
            self.steps.sort(key=lambda step: step[:2])
        size = -(-len(self.steps) // parts)
        for day, _order, telling, verb, needs in self.steps[part * size : (part + 1) * size]:
            VERBS[verb](self, telling, day, **needs)

    # -- the verbs -----------------------------------------------------------------------------------------------

    def submit(self, telling: Telling, on: date) -> None:
        """The request comes in: online by the applicant, else keyed in by the officer."""
        agency, desk = self.places[telling.agency].agency, self.desks[telling.agency]
        if telling.channel == "online":
            hour = time(9 + telling.submitted_on.day % 8, 7 * telling.submitted_on.day % 60)
            moment = timezone.make_aware(datetime.combine(on, hour))
            sent = foi.submit_online_request(
                agency=agency,
                applicant=telling.applicant,
                request=telling.request,
                idempotency_key=telling.key,
                submitted_at=moment,
            )
        else:
            needs_confirmation = telling.channel in ("ordinary_mail", "fax")
            sent = foi.register_request(
                actor=desk.officer,
                agency=agency,
                channel=telling.channel,
                applicant=telling.applicant,
                request=telling.request,
                on=on,
                confirmed_on=on if needs_confirmation and telling.confirmed else None,
                idempotency_key=telling.key,
            )
        telling.case = sent.case
        self.cases.append(sent.case)

    def confirm(self, telling: Telling, on: date) -> None:
        """Both sides confirm the receipt."""
        foi.confirm_receipt(actor=self.officer(telling), case=telling.known_case, on=on)

    def ask_correction(self, telling: Telling, on: date) -> None:
        """Ask once and completely for what is unclear."""
        wanted = datafiles.read("answers")["wanted"]
        foi.request_correction(actor=self.officer(telling), case=telling.known_case, on=on, wanted=wanted)

    def corrected(self, telling: Telling, on: date) -> None:
        """The corrected request arrives."""
        text = datafiles.read("answers")["corrected"]
        foi.receive_correction(actor=self.officer(telling), case=telling.known_case, on=on, text=text)

    def consult(self, telling: Telling, on: date, party: str, received: int) -> None:
        """A letter to a company or to another agency, with the day it arrived if that has come."""
        arrived = self.day(telling.submitted_on, received)
        if party == "agency":
            name, contact = "云溪县司法局", "0999-6200153"
        else:
            name, contact = chance.firm(self.rng), "云溪县经济开发区东三路8号"
        sent = foi.send_consultation(
            actor=self.officer(telling),
            case=telling.known_case,
            on=on,
            party=party,
            name=name,
            contact=contact,
            question=datafiles.read("answers")["question"],
            letter_received_on=arrived if arrived <= self.as_of else None,
        )
        telling.ref = sent.ref

    def opinion(self, telling: Telling, on: date, opinion: str) -> None:
        """The opinion arrives."""
        foi.record_consultation_answer(
            actor=self.officer(telling),
            case=telling.known_case,
            on=on,
            ref=telling.ref,
            opinion=opinion,
            reasons=datafiles.read("answers")["agreement" if opinion == "agrees" else "objection"],
        )

    def extend(self, telling: Telling, on: date, working_days: int) -> None:
        """Extend, with the leader's consent."""
        foi.extend_reply_limit(
            actor=self.officer(telling),
            case=telling.known_case,
            on=on,
            working_days=working_days,
            consented_by=self.desks[telling.agency].leader,
            reasons=datafiles.read("answers")["extension"],
        )

    def delay(self, telling: Telling, on: date, working_days: int) -> None:
        """A reasonable delayed period for an excessive request."""
        foi.set_excessive_delay(
            actor=self.officer(telling),
            case=telling.known_case,
            on=on,
            until=self.day(telling.submitted_on, working_days),
            reasons=datafiles.read("answers")["delay"],
        )

    def charge(self, telling: Telling, on: date, pages: int) -> None:
        """A fee by pages."""
        foi.serve_fee_notice(
            actor=self.officer(telling),
            case=telling.known_case,
            on=on,
            method="by_page",
            quantity=pages,
            reasons=datafiles.read("answers")["fee"],
            approved_by=self.desks[telling.agency].leader,
        )

    def pay(self, telling: Telling, on: date) -> None:
        """The payment is completed."""
        receipt = f"云财票{on:%Y%m%d}{telling.known_case.receipt_number[-4:]}"
        foi.record_fee_payment(
            actor=self.officer(telling), case=telling.known_case, on=on, treasury_receipt=receipt
        )

    def propose(self, telling: Telling, on: date, outcome: str) -> None:
        """The officer drafts the answer, on what was searched for or divided before."""
        found = answer(telling.asks, outcome)
        if outcome == "partial":
            self.divide(telling, on, found)
        elif outcome == "cannot.not_held" and not found.variant:
            self.search(telling, on)
        foi.propose_decision(actor=self.officer(telling), case=telling.known_case, on=on, answer=found)

    def search(self, telling: Telling, on: date) -> None:
        """Two searches that found nothing."""
        for kind, place, minutes in (
            ("system", "公文管理系统", 40),
            ("archive", "本机关档案室", 90),
        ):
            foi.log_search(
                actor=self.officer(telling),
                case=telling.known_case,
                on=on,
                place_kind=kind,
                place=place,
                words=telling.known_case.subject,
                found="以名称和年度检索，没有相符的材料。",
                found_any=False,
                minutes=minutes,
            )

    def divide(self, telling: Telling, on: date, found: Answer) -> None:
        """The part withheld, and the redacted copy."""
        staff = {"actor": self.officer(telling), "case": telling.known_case, "on": on}
        foi.add_withheld_part(**staff, what=found.withheld, ground="personal_privacy", reason=found.reasons)
        copy = ContentFile(
            f"{telling.known_case.subject}\n（不予公开的内容已经遮盖）\n".encode(), "区分处理后的副本.txt"
        )
        foi.add_file(**staff, file=copy, role="redacted")

    def decide(self, telling: Telling, on: date, outcome: str) -> None:
        """The leader approves the draft; a letter by post is recorded with its postal number."""
        route = SERVED_BY.get(telling.channel, "post")
        desk = self.desks[telling.agency]
        made = foi.decide(
            actor=desk.leader, case=telling.known_case, on=on, served_by=route, opinion="同意。"
        )
        if made.letter is not None:
            foi.record_delivery(
                actor=desk.officer,
                case=telling.known_case,
                letter=made.letter,
                on=on,
                route=route,
                details=foi.DeliveryDetails(signed_by=telling.applicant.name if route == "in_person" else ""),
                postal_number=f"YX{self.rng.randint(10**8, 10**9 - 1)}" if route == "post" else "",
            )

    def withdraw(self, telling: Telling, on: date) -> None:
        """The applicant withdraws."""
        foi.withdraw_request(actor=self.officer(telling), case=telling.known_case, on=on)

    def close(self, telling: Telling, on: date) -> None:
        """The closing letter for a request deemed abandoned."""
        foi.close_abandoned(actor=self.officer(telling), case=telling.known_case, on=on)

    def officer(self, telling: Telling) -> Any:
        """The information officer of the agency asked."""
        return self.desks[telling.agency].officer


VERBS: dict[str, Callable[..., None]] = {
    name: getattr(Player, name)
    for name in (
        "submit", "confirm", "ask_correction", "corrected", "consult", "opinion", "extend", "delay", "charge", "pay",
        "propose", "decide", "withdraw", "close",
    )
}  # fmt: skip


def answer(asks: str, outcome: str) -> Answer:
    """What the letter says, from `answers.yaml`."""
    texts = datafiles.read("answers")[asks if asks.startswith(outcome.split(".")[0]) else outcome]
    names = ("reasons", "grounds", "content", "withheld", "responsible_agency")
    variant = asks if asks in ("grant.already_public", "cannot.not_ours") else ""
    return Answer(outcome=outcome, variant=variant, **{name: texts.get(name, "") for name in names})
