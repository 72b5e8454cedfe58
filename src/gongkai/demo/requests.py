"""Who asked what, by which channel and when: the declared stories spread over last year and this year."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.demo import chance, datafiles, stories
from gongkai.demo.stories import EXAMPLE, OpenStory, Step, Story
from gongkai.foi import services as foi
from gongkai.foi.models import Case
from gongkai.foi.services import ApplicantDetails, RequestDetails
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
