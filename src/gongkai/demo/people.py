"""The staff of the county: four posts at every agency, a supervisor and an administrator at the government."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from gongkai.agencies import services
from gongkai.agencies.models import Duty, User
from gongkai.demo import chance
from gongkai.demo.places import ROOT, Place

PASSWORD = "yunxi-demo-2026"  # noqa: S105 - shown to everybody, in demo mode only
SHOWN = "finance"  # the agency whose four people can sign in
OFFICE = "county-office"  # its people also hold the posts of the government itself
POSTS = (
    (Duty.INFORMATION_OFFICER, "officer", "信息公开专员"),
    (Duty.REVIEWER, "reviewer", "办公室主任"),
    (Duty.SECRECY_REVIEWER, "secrecy", "保密办主任"),
    (Duty.LEADER, "leader", "分管负责人"),
)
OVERSEERS = (
    (Duty.SUPERVISOR, "supervisor", "政务公开科科长"),
    (Duty.ADMINISTRATOR, "administrator", "系统管理员"),
)
LEADERS = {"department": "副局长", "town": "副镇长", "government": "县人民政府办公室主任"}


@dataclass(frozen=True, slots=True)
class Desk:
    """Who does what at one agency."""

    officer: User
    reviewer: User
    secrecy: User
    leader: User

    @property
    def signers(self) -> tuple[User, User, User]:
        """The three who sign a document, in the order of the default workflow."""
        return self.reviewer, self.secrecy, self.leader


def appoint(places: dict[str, Place], as_of: date) -> dict[str, Desk]:
    """Make every account and appoint its holder; only the people of `SHOWN` and the overseers can sign in."""
    rng = chance.stream("people")
    known, unusable = make_password(PASSWORD), make_password(None)
    wanted: list[tuple[str, str, str, str, str]] = []  # code of agency, username, name, duty, title
    for place in places.values():
        if place.code == ROOT:
            continue
        for duty, role, title in POSTS:
            username = role if place.code == SHOWN else f"{place.code}-{role}"
            shown_title = LEADERS[place.agency.kind] if duty == Duty.LEADER else title
            wanted.append((place.code, username, chance.person(rng), duty, shown_title))
    wanted += [(ROOT, role, chance.person(rng), duty, title) for duty, role, title in OVERSEERS]
    can_sign_in = {role for _duty, role, _title in (*POSTS, *OVERSEERS)}
    User.objects.bulk_create(
        User(
            username=username,
            display_name=name,
            email=f"{username}@yunxi.example",
            password=known if username in can_sign_in else unusable,
            is_staff=False,
        )
        for _code, username, name, _duty, _title in wanted
    )
    users = {user.username: user for user in User.objects.all()}
    since = date(as_of.year - 3, 3, 1)
    for code, username, _name, held, title in wanted:
        services.appoint(
            actor=None,
            agency=places[code].agency,
            holder=users[username],
            duty=held,
            since=since,
            title=title,
        )
    for post_duty, role, _title in POSTS:
        services.appoint(
            actor=None,
            agency=places[ROOT].agency,
            holder=users[f"{OFFICE}-{role}"],
            duty=post_duty,
            since=since,
            title=LEADERS["government"] if post_duty == Duty.LEADER else "县人民政府办公室",
        )
    return desks(places, users)


def desks(places: dict[str, Place], users: dict[str, User]) -> dict[str, Desk]:
    """The four people of every agency by its code."""
    found = {}
    for code in places:
        prefix = "" if code == SHOWN else f"{OFFICE if code == ROOT else code}-"
        found[code] = Desk(*(users[prefix + role] for _duty, role, _title in POSTS))
    return found


def overseers() -> tuple[User, User]:
    """The supervisor and the administrator of the county."""
    users = {
        user.username: user for user in User.objects.filter(username__in=["supervisor", "administrator"])
    }
    return users["supervisor"], users["administrator"]
