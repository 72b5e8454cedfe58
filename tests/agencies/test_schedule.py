"""The daily mails: once each, whatever is killed; before a limit is missed; without a word about any person."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies import deadlines, digest, near_limits, schedule, today, working_days
from gongkai.agencies.models import Agency, Escalation, ScheduledRun, StaffMail, User
from gongkai.cli.tick import tick as command
from gongkai.foi.models import Case
from tests.agencies.test_office import signed_in
from tests.foi.requests import PERSON, WISH, register
from tests.world import County, make_post, make_user

D = date
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _kept_mails(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """Let it be that moment."""

    def move(day: date, hour: int = 9, minute: int = 0) -> datetime:
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        for user in User.objects.all():
            user.__dict__.pop("_current_posts", None)
        return moment

    return move


@pytest.fixture
def office(county: County, monkeypatch: pytest.MonkeyPatch) -> County:
    """Everybody can be reached, and has work with requests only: reports and documents have tests of their own."""

    def of_requests(request: Any) -> list[today.TodayItem]:
        found = today.items_for(request)
        return [item for item in found if "/requests/" in item.url or "/near-limits/" in item.url]

    monkeypatch.setattr(digest, "items_for", of_requests)
    for user in User.objects.all():
        user.email = f"{user.username}@yunxi.example"
        user.save()
    return county


def open_case(county: County, at: Any) -> Case:
    """Received on 3 March 2026: due on 31 March, a Tuesday."""
    at(D(2026, 3, 3))
    case = register(county, D(2026, 3, 3))
    assert case.due_on == D(2026, 3, 31)
    return case


def sent_to(username: str) -> list[Any]:
    return [mail for mail in outbox.outbox if mail.to == [f"{username}@yunxi.example"]]


def test_one_digest_each_working_day_to_whoever_has_work(office: County, at: Any) -> None:
    open_case(office, at)
    at(D(2026, 3, 27), 7, 59)
    assert schedule.tick() == schedule.Tally()
    at(D(2026, 3, 27), 8)
    assert schedule.tick().sent == 3, "officer and supervisor, and the supervisor's warning"
    (mail,) = sent_to("officer")
    assert mail.subject == "今日待办：1项"
    assert "1 件答复在3个工作日内到期" in mail.body
    assert "http://127.0.0.1:8000/office/requests/?group=soon" in mail.body
    assert sent_to("stranger") == sent_to("secrecy") == [], "no open work, no mail"
    outbox.outbox.clear()
    at(D(2026, 3, 27), 17)
    assert schedule.tick() == schedule.Tally()
    at(D(2026, 3, 28), 9)
    assert schedule.tick() == schedule.Tally(), "a Saturday"
    assert outbox.outbox == []
    at(D(2026, 3, 30), 9)
    schedule.tick()
    assert len(sent_to("officer")) == 1
    assert ScheduledRun.objects.count() == 2


def test_nothing_in_a_mail_tells_of_a_person_or_a_wish(office: County, at: Any) -> None:
    case = open_case(office, at)
    at(D(2026, 3, 30))
    schedule.tick()
    assert len(outbox.outbox) == 3
    for mail in outbox.outbox:
        whole = mail.message().as_string() + mail.body + mail.subject
        for secret in (PERSON.name, PERSON.telephone, WISH.subject, case.receipt_number):
            assert secret not in whole
    assert len({mail.extra_headers["Message-ID"] for mail in outbox.outbox}) == 3


def test_the_superior_is_told_before_the_limit_and_once(office: County, at: Any) -> None:
    open_case(office, at)
    told = []
    for day in (D(2026, 3, 26), D(2026, 3, 27), D(2026, 3, 30), D(2026, 3, 31)):
        outbox.outbox.clear()
        at(day)
        schedule.tick()
        told += [(day, mail.subject) for mail in sent_to("supervisor") if mail.subject.startswith("到期提醒")]
    assert told == [(D(2026, 3, 27), "到期提醒：1件下级事项即将到期")], "two working days before 31 March"
    row = Escalation.objects.get()
    assert (row.due_on, row.agency, row.recipient) == (D(2026, 3, 31), office.finance, office.supervisor)
    assert row.raised_at.date() < row.due_on


def test_a_limit_that_moves_is_told_again(office: County, at: Any) -> None:
    case = open_case(office, at)
    at(D(2026, 3, 30))
    schedule.tick()
    Case.objects.filter(pk=case.pk).update(due_on=D(2026, 4, 2))
    at(D(2026, 3, 31))
    schedule.tick()
    assert sorted(Escalation.objects.values_list("due_on", flat=True)) == [D(2026, 3, 31), D(2026, 4, 2)]


@pytest.mark.parametrize(
    ("own", "above", "first_day"),
    [
        (None, None, D(2026, 3, 27)),
        (None, 5, D(2026, 3, 24)),
        (1, 5, D(2026, 3, 30)),
        (0, 5, D(2026, 3, 31)),
    ],
)
def test_how_early_is_data_and_inherited(
    office: County, at: Any, own: int | None, above: int | None, first_day: date
) -> None:
    open_case(office, at)
    Agency.objects.filter(pk=office.finance.pk).update(warning_working_days=own)
    Agency.objects.filter(pk=office.government.pk).update(warning_working_days=above)
    everyone = Agency.objects.all()
    work = working_days.current()
    assert deadlines.near(everyone, first_day - timedelta(days=1), work) == []
    (limit,) = deadlines.near(everyone, first_day, work)
    assert limit.due_on == D(2026, 3, 31)


def test_the_nearest_superior_is_told(office: County, at: Any) -> None:
    own = make_user("inspector", "财政监督员")
    own.email = "inspector@yunxi.example"
    own.save()
    make_post(office.finance, own, "supervisor")
    open_case(office, at)
    at(D(2026, 3, 30))
    schedule.tick()
    assert set(Escalation.objects.values_list("recipient", flat=True)) == {own.pk}
    assert schedule.superiors_of(office.town.path, {}) == ()


class Killed(BaseException):
    """The process ends here."""


def test_killed_in_the_middle_the_rest_goes_out_and_nothing_twice(
    office: County, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_case(office, at)
    moment = at(D(2026, 3, 30))
    real = EmailMessage.send
    sent: list[str] = []

    def send(self: EmailMessage, **more: Any) -> int:
        if len(sent) == 1:
            raise Killed
        sent.append(self.to[0])
        return real(self, **more)

    monkeypatch.setattr(EmailMessage, "send", send)
    with pytest.raises(Killed):
        schedule.tick()
    monkeypatch.setattr(EmailMessage, "send", real)
    assert schedule.tick() == schedule.Tally(), "the claim of the dead one still holds"
    at(D(2026, 3, 30), 9, 6)
    assert schedule.tick().sent == 2
    recipients = [(mail.to[0], mail.subject) for mail in outbox.outbox]
    assert len(recipients) == len(set(recipients)) == 3
    assert moment < timezone.now()
    assert ScheduledRun.objects.get().finished_at is not None


def test_two_at_once_send_once(office: County, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    open_case(office, at)
    at(D(2026, 3, 30))
    real = EmailMessage.send
    inner: list[schedule.Tally] = []

    def send(self: EmailMessage, **more: Any) -> int:
        inner.append(schedule.tick())
        return real(self, **more)

    monkeypatch.setattr(EmailMessage, "send", send)
    assert schedule.tick().sent == 3
    assert inner == [schedule.Tally()] * 3
    assert len(outbox.outbox) == 3


def test_a_mail_that_fails_is_tried_again_later_and_logged_without_the_address(
    office: County, at: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    open_case(office, at)
    real = EmailMessage.send

    def refuse(self: EmailMessage, **_more: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({self.to[0]: (550, b"officer@yunxi.example unknown")})

    monkeypatch.setattr(EmailMessage, "send", refuse)
    at(D(2026, 3, 27), 9)
    with caplog.at_level(logging.WARNING):
        assert schedule.tick() == schedule.Tally(0, 3)
    assert "SMTPRecipientsRefused" in caplog.text
    assert "@" not in caplog.text
    at(D(2026, 3, 27), 9, 4)
    assert schedule.tick() == schedule.Tally(), "not yet"
    at(D(2026, 3, 27), 9, 6)
    assert schedule.tick() == schedule.Tally(0, 3)
    monkeypatch.setattr(EmailMessage, "send", real)
    at(D(2026, 3, 27), 9, 30)
    assert schedule.tick() == schedule.Tally(3, 0)
    assert set(StaffMail.objects.exclude(state="needless").values_list("attempts", flat=True)) == {3}


def test_giving_up_for_the_day(office: County, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    open_case(office, at)

    def refuse(self: EmailMessage, **_more: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", refuse)
    for hour in range(8, 24):
        at(D(2026, 3, 27), hour)
        schedule.tick()
    assert ScheduledRun.objects.get().finished_at is not None
    assert set(StaffMail.objects.filter(state="failed").values_list("attempts", flat=True)) == {5}


def test_the_supervisors_line_of_today_and_its_list(office: County, at: Any) -> None:
    case = open_case(office, at)
    assert near_limits.of(office.supervisor) == []
    at(D(2026, 3, 30))
    client = signed_in(office.supervisor)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "件下级事项即将到期，请督促" in home
    listed = f"{reverse('agencies_near_limits')}?agency={case.agency_id}"
    page = client.get(listed).content.decode()
    assert case.receipt_number in page
    assert "还有1个工作日" in page
    at(D(2026, 4, 1))
    assert "已逾期1个工作日" in client.get(listed).content.decode()
    officer = signed_in(office.officer)
    assert "请督促" not in officer.get(reverse("wagtailadmin_home")).content.decode()
    assert case.receipt_number in officer.get(reverse("agencies_near_limits")).content.decode()
    stranger = signed_in(office.stranger)
    assert case.receipt_number not in stranger.get(listed).content.decode()


def test_the_command(office: County, at: Any) -> None:
    open_case(office, at)
    at(D(2026, 3, 30))
    result = CliRunner().invoke(command)
    assert result.exit_code == 0
    assert "sent 3, failed 0" in result.output


def test_the_command_goes_on_while_its_parent_lives(
    office: County, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(D(2026, 3, 30))
    rounds: list[float] = []
    parents = iter([7, 7, 7, 1])
    monkeypatch.setattr("gongkai.cli.tick.os.getppid", lambda: next(parents))
    monkeypatch.setattr("gongkai.cli.tick.time.sleep", rounds.append)
    assert CliRunner().invoke(command, ["--every", "60"]).exit_code == 0
    assert rounds == [60, 60]
