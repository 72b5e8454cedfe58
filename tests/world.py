"""One small county that exists nowhere, in plain functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.agencies.models import Agency, DisclosureOffice, Duty, Post, User

PASSWORD = "correct-horse-7"


@dataclass
class County:
    """云溪县: its government, two departments, a town, and one person per duty."""

    government: Agency
    finance: Agency
    education: Agency
    town: Agency
    officer: User  # information officer of the finance bureau
    reviewer: User  # reviewer there
    secrecy: User  # secrecy reviewer there
    leader: User  # leader there
    supervisor: User  # of the county office, sees all
    administrator: User  # at the county government
    stranger: User  # information officer of the education bureau


def make_agency(parent: Agency | None, code: str, name: str, kind: str, number: int) -> Agency:
    """An agency with a complete disclosure office."""
    fields = {
        "code": code,
        "name": name,
        "short_name": name,
        "kind": kind,
        "organization_code": f"00000{number:03d}X",
        "court": "云溪县人民法院",
    }
    agency = parent.add_child(**fields) if parent else Agency.add_root(**fields)
    DisclosureOffice.objects.create(
        agency=agency,
        name=f"{name}办公室",
        address="云溪县学府路1号",
        office_hours="工作日 8:30—12:00,14:00—17:30",
        telephone="0999-1234567",
        fax="0999-1234568",
        internet_contact="xxgk@yunxi.example",
        classification="按主题分类",
        arrangement="按索引号编排",
        ways_to_obtain="门户网站、查阅点",
        accepts_fax=True,
        revised_on=date(2026, 1, 5),
    )
    return agency


def make_user(username: str, display_name: str) -> User:
    """A member of staff who can sign in with PASSWORD."""
    return User.objects.create_user(username=username, password=PASSWORD, display_name=display_name)


def make_post(agency: Agency, holder: User, duty: str) -> Post:
    """A post held since long ago."""
    return Post.objects.create(agency=agency, holder=holder, duty=duty, since=date(2015, 1, 1))


def make_county() -> County:
    """Build the county."""
    government = make_agency(None, "yunxi", "云溪县人民政府", Agency.Kind.GOVERNMENT, 1)
    finance = make_agency(government, "finance", "云溪县财政局", Agency.Kind.DEPARTMENT, 2)
    education = make_agency(government, "education", "云溪县教育局", Agency.Kind.DEPARTMENT, 3)
    town = make_agency(government, "liuqiao", "云溪县柳桥镇人民政府", Agency.Kind.TOWN, 4)
    people = {
        "officer": ("财政信息员", finance, Duty.INFORMATION_OFFICER),
        "reviewer": ("财政审核人", finance, Duty.REVIEWER),
        "secrecy": ("财政保密审查员", finance, Duty.SECRECY_REVIEWER),
        "leader": ("财政分管领导", finance, Duty.LEADER),
        "supervisor": ("县办监督员", government, Duty.SUPERVISOR),
        "administrator": ("系统管理员", government, Duty.ADMINISTRATOR),
        "stranger": ("教育信息员", education, Duty.INFORMATION_OFFICER),
    }
    made: dict[str, User] = {}
    for username, (name, agency, duty) in people.items():
        made[username] = make_user(username, name)
        make_post(agency, made[username], duty)
    return County(government=government, finance=finance, education=education, town=town, **made)
