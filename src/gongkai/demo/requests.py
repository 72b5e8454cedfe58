"""Plays the stories through the services of the foi room, day by day over the whole county.

Steps of different requests are taken in the order of their days, so that receipt and letter numbers run as they would have.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from gongkai.demo import chance, datafiles, stories
from gongkai.demo.people import Desk
from gongkai.demo.places import Place
from gongkai.demo.stories import EXAMPLE, OpenStory, Step, Story
from gongkai.foi import services as foi
from gongkai.foi.models import Case
from gongkai.foi.services import Answer, ApplicantDetails, RequestDetails
from gongkai.law.calendar import WorkCalendar

CHANNELS = ("online", "online", "in_person", "online", "registered_mail", "online", "ordinary_mail", "fax")
KINDS = ("natural",) * 12 + ("business",) * 3 + ("research", "charity", "legal", "legal", "other_org")
ORGANISATIONS = {
    "business": "",
    "research": "清川市区域发展研究院",
    "charity": "云溪县益民公益服务中心",
    "legal": "江宁衡理律师事务所",
    "other_org": "云溪县柳荫小区业主委员会",
}
SERVED_BY = {"online": "electronic", "fax": "electronic", "in_person": "in_person"}
EXAMPLE_KEY = "demo-tracking-example"
EXAMPLE_APPLICANT = ApplicantDetails(
    kind="natural",
    name="陶景行",
    identity_document="居民身份证",
    identity_number="990101199003070019",
    telephone="0999-6655021",
    email="reader@example.org",
)
EXAMPLE_REQUEST = RequestDetails(
    subject=EXAMPLE.subject, features=EXAMPLE.features, wanted_form="electronic", wanted_route="electronic"
)


@dataclass(slots=True)
class Telling:
    """One request on its way: what is asked, by whom, and what is still to happen."""

    agency: str
    channel: str
    applicant: ApplicantDetails
    request: RequestDetails
    asks: str
    submitted_on: date
    key: str
    steps: tuple[Step, ...] = ()
    confirmed: bool = True
    case: Case | None = None
    ref: str = ""

    @property
    def known_case(self) -> Case:
        """The case, once it has come in."""
        if self.case is None:
            raise LookupError("the request has not come in yet")
        return self.case


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
        """The officer drafts the answer."""
        foi.propose_decision(
            actor=self.officer(telling), case=telling.known_case, on=on, answer=answer(telling.asks, outcome)
        )

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


def applicant(rng: random.Random, kind: str, serial: int) -> ApplicantDetails:
    """An invented person or organisation. The identity numbers begin with an area code nobody has."""
    name = chance.person(rng)
    place = rng.choice(("云溪县学府路", "云溪县河滨路", "云溪县柳桥镇桥东村", "清川市南湖路", "清川市建设路"))
    common = {
        "telephone": f"0999-{6600000 + serial * 7}",
        "postal_address": f"{place}{rng.randint(1, 190)}号",
        "postcode": "999100",
    }
    if kind == "natural":
        born = date(1955, 1, 1) + timedelta(days=rng.randint(0, 17000))
        number = f"990101{born:%Y%m%d}{serial % 1000:03d}{serial % 10}"
        return ApplicantDetails(
            kind=kind, name=name, identity_document="居民身份证", identity_number=number, **common
        )
    organisation = ORGANISATIONS[kind] or chance.firm(rng)
    return ApplicantDetails(
        kind=kind,
        name=organisation,
        representative=name,
        contact_person=chance.person(rng),
        identity_document="统一社会信用代码",
        identity_number=f"YX{serial:016d}",
        **common,
    )


def tellings(as_of: date, calendar: WorkCalendar, total: int = 0) -> list[Telling]:
    """Every request, the closed ones spread over last year and this year; the stories are told again up to `total`."""
    rng = chance.stream("requests")
    first = date(as_of.year - 2, 12, 8)
    last = chance.back(calendar, as_of, 50)
    wanted = [story for story in stories.CLOSED for _time in range(story.times)]
    short = total - len(stories.OPEN) - 1 - len(wanted)
    wanted += [wanted[number % len(wanted)] for number in range(short)]
    earlier = [story for story in wanted if not story.same_as]
    rng.shuffle(earlier)
    order = earlier + [story for story in wanted if story.same_as]  # a repeated request comes after the first
    found: list[Telling] = []
    taken: dict[str, int] = {}
    for number, story in enumerate(order):
        day = chance.on_or_before(calendar, first + (last - first) * (number + 1) / len(order))
        found.append(_closed(rng, story, number, day, taken, found))
    for number, opened in enumerate(stories.OPEN, start=len(order)):
        found.append(_open(rng, opened, number, chance.back(calendar, as_of, opened.ago)))
    found.append(
        Telling(
            agency=EXAMPLE.agency,
            channel=EXAMPLE.channel,
            applicant=EXAMPLE_APPLICANT,
            request=EXAMPLE_REQUEST,
            asks="grant",
            submitted_on=chance.back(calendar, as_of, EXAMPLE.ago),
            key=EXAMPLE_KEY,
            steps=EXAMPLE.steps,
        )
    )
    return found


def _closed(
    rng: random.Random, story: Story, number: int, day: date, taken: dict[str, int], before: list[Telling]
) -> Telling:
    asks = datafiles.read("answers")[story.asks]["asks"]
    agency, subject, features = asks[taken.get(story.asks, 0) % len(asks)]
    taken[story.asks] = taken.get(story.asks, 0) + 1
    who = applicant(rng, KINDS[number * 7 % len(KINDS)], number + 1)
    for telling in before if story.same_as else ():
        if (telling.agency, telling.request.subject) == (agency, subject):
            who = telling.applicant
    channel = CHANNELS[number % len(CHANNELS)]
    return Telling(
        agency,
        channel,
        who,
        _request(rng, subject, features, channel),
        story.asks,
        day,
        f"demo-{number}",
        story.steps,
    )


def _open(rng: random.Random, story: OpenStory, number: int, day: date) -> Telling:
    who = applicant(rng, KINDS[number * 7 % len(KINDS)], number + 1)
    request = _request(rng, story.subject, story.features, story.channel)
    return Telling(
        story.agency, story.channel, who, request, "", day, f"demo-{number}", story.steps, story.confirmed
    )


def _request(rng: random.Random, subject: str, features: str, channel: str) -> RequestDetails:
    electronic = channel in ("online", "fax")
    return RequestDetails(
        subject=subject,
        features=features,
        wanted_form="electronic" if electronic else rng.choice(("paper", "paper", "inspection")),
        wanted_route="electronic" if electronic else ("in_person" if channel == "in_person" else "post"),
    )


def tracking_example() -> tuple[str, str] | None:
    """Number and code of the request to look at on the tracking page. Sending the same form again tells the code."""
    case = Case.objects.filter(agency__code=EXAMPLE.agency, subject=EXAMPLE.subject).first()
    if case is None:
        return None
    sent = foi.submit_online_request(
        agency=case.agency,
        applicant=EXAMPLE_APPLICANT,
        request=EXAMPLE_REQUEST,
        idempotency_key=EXAMPLE_KEY,
        submitted_at=case.submitted_at,
    )
    return (sent.case.receipt_number, sent.tracking_code) if sent.tracking_code else None
