"""Mail about new documents: confirmed first, once for each reader and period, left with one press, never an address in sight."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongkai.agencies import sealing
from gongkai.catalog import services as catalog
from gongkai.foi.services import resealing
from gongkai.subscriptions import links, queries, rules, sending, services
from gongkai.subscriptions.limits import limits
from gongkai.subscriptions.models import Announcement, Round, Subscriber, SubscriberMail, Subscription
from tests.portal import pages
from tests.world import County

ADDRESS = "qian.xiaohe@example.com"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _mail_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = LOCMEM


def _subscribed(frequency: str = "at_once", address: str = ADDRESS, **scope: Any) -> Subscription:
    """A confirmed subscription, without the way there."""
    services.subscribe(address=address, frequency=frequency, **scope)
    found = Subscription.objects.order_by("pk").last()
    assert found
    services.confirm(key=links.confirmation_key(found))
    SubscriberMail.objects.all().delete()
    return found


def test_from_the_form_to_the_mail_and_out_again(client: Client, county: County) -> None:
    typed = {"agency": "finance", "q": "惠农", "frequency": "at_once", "address": ADDRESS}
    answer = client.post("/subscribe/", typed)
    assert answer["Location"] == "/subscribe/sent/"
    sending.work(timezone.now())
    (question,) = mail.outbox
    assert (question.to, "请确认" in question.subject) == ([ADDRESS], True)
    link = re.search(r"/subscriptions/confirm/\S+", question.body)
    assert link
    assert ADDRESS not in link.group()
    assert client.get(link.group()).status_code == 200  # a program that opens links confirms nothing
    assert Subscription.objects.get().confirmed_at is None
    assert "订阅已经开始" in client.post(link.group()).content.decode()

    document = pages.document(county, summary="发放<标准>")
    pages.document(county, title="与此无关的通知", document_number="云财发〔2026〕6号", summary="无关")
    sending.work(timezone.now())
    sending.work(timezone.now())
    assert len(mail.outbox) == 2  # one, however often the clock ticks
    news = mail.outbox[1]
    assert news.subject == document.title
    assert "与此无关" not in news.body
    html = news.alternatives[0][0]  # type: ignore[attr-defined]
    assert "发放&lt;标准&gt;" in html
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = re.search(r"<https?://[^/]+(/\S+)>", news.extra_headers["List-Unsubscribe"])
    assert leave
    assert client.get(leave.group(1)).status_code == 200
    assert Subscriber.objects.exists()
    strict = Client(enforce_csrf_checks=True)  # a mail program has no token
    assert strict.post(leave.group(1), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists()
    assert "已经退订" in client.post(leave.group(1)).content.decode()
    assert client.get(leave.group(1).replace("leave/", "")).status_code == 410


def test_addresses_lie_sealed(county: County) -> None:
    _subscribed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, address_hash FROM subscriptions_subscriber")
        stored = cursor.fetchone()
    assert ADDRESS not in str(stored)
    assert stored[0].startswith("gk1:")


def test_nobody_learns_whether_an_address_is_known(client: Client, county: County) -> None:
    _subscribed("daily")
    answers = [
        client.post("/subscribe/", {"frequency": "daily", "address": address})
        for address in (ADDRESS, ADDRESS.upper(), "other@example.com")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/subscribe/sent/")}
    assert Subscriber.objects.count() == 2
    sending.work(timezone.now())
    assert {(message.to[0], "不需要再次确认" in message.body) for message in mail.outbox} == {
        (ADDRESS, True),
        ("other@example.com", False),
    }


def test_one_address_is_asked_a_few_times_a_day_at_most(client: Client, county: County) -> None:
    for number in range(limits().confirmations_a_day + 3):
        services.subscribe(address=ADDRESS, frequency="daily", words=f"词{number}")
    assert SubscriberMail.objects.count() == limits().confirmations_a_day
    for _ in range(25):
        answer = client.post("/subscribe/", {"frequency": "daily", "address": "x@example.com"})
    assert answer.status_code == 429
    assert 'value="x@example.com"' in answer.content.decode()  # nothing typed is lost


@pytest.mark.parametrize(
    ("scope", "wanted"),
    [
        ({}, True),
        ({"words": "惠农 办法"}, True),
        ({"words": "惠农 教育"}, False),
        ({"words": "云财发〔2026〕3号"}, True),
        ({"document_type": "normative_document", "column": "policies"}, True),
        ({"document_type": "notice"}, False),
        ({"column": "budget"}, False),
    ],
)
def test_what_a_subscription_asks_for(county: County, scope: dict[str, str], wanted: bool) -> None:
    document = pages.document(county)
    fields = {"document_type": "", "column": "", "words": "", **scope}
    assert rules.asks_for(Subscription(**fields), document) is wanted
    assert rules.asks_for(Subscription(agency=county.finance, **fields), document) is wanted
    assert not rules.asks_for(Subscription(agency=county.education, **fields), document)


@pytest.mark.parametrize(
    ("frequency", "moment", "name"),
    [
        ("at_once", "2026-11-28 03:00", "#7"),
        ("daily", "2026-11-28 07:59", ""),
        ("daily", "2026-11-28 08:00", "2026-11-28"),
        ("weekly", "2026-11-30 07:59", ""),  # Monday
        ("weekly", "2026-11-30 08:00", "2026-W49"),
        ("weekly", "2026-12-01 03:00", "2026-W49"),
        ("weekly", "2027-01-01 09:00", "2026-W53"),
    ],
)
def test_which_round_is_due(frequency: str, moment: str, name: str) -> None:
    local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert rules.period(frequency, local, 7, 8) == name


def test_a_daily_mail_holds_the_day_and_only_what_is_public_still(county: County) -> None:
    _subscribed("daily")
    morning = timezone.localtime().replace(hour=9)
    sending.work(morning)
    assert mail.outbox == []
    first, second, third = pages.documents(county, 3)
    catalog.change_validity(actor=county.leader, document=first, validity="repealed", on=date.today())
    sending.work(morning)
    assert mail.outbox == []  # the day's round was begun before
    catalog.withdraw(actor=county.leader, document=third, reason="内容有误", on=date.today())
    sending.work(morning + timedelta(days=1))
    (message,) = mail.outbox
    assert message.subject == f"{second.title}等2件政府信息"
    assert third.title not in message.body
    assert "废止" in message.body


def test_a_killed_process_is_taken_up_and_nothing_is_sent_twice(county: County) -> None:
    _subscribed()
    pages.document(county)
    now = timezone.now()
    sending.begin("at_once", "#1", Announcement.objects.latest("pk").pk)
    assert sending.begin("at_once", "#1", Announcement.objects.latest("pk").pk) is None
    row = SubscriberMail.objects.get()
    SubscriberMail.objects.update(state="sending", claimed_until=now + timedelta(minutes=5), attempts=1)
    assert sending.send_due(now) == (0, 0)  # somebody else has it
    assert sending.send_due(now + timedelta(minutes=6)) == (1, 0)  # no more: it was killed
    assert sending.send_due(now + timedelta(minutes=12)) == (0, 0)
    (message,) = mail.outbox
    assert message.extra_headers["Message-ID"].startswith(f"<gongkai-subscription-{row.pk}@")


def test_mail_that_cannot_be_delivered_is_tried_later_and_given_up(
    county: County, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    subscription = _subscribed()

    def refuse(self: Any, messages: Any) -> int:
        raise OSError(f"550 no such user {ADDRESS}")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    now = timezone.now()
    for number in range(limits().failures_before_silence):
        pages.document(county, document_number=f"云财发〔2026〕{number + 20}号")
        sending.begin("at_once", f"#{number}", Announcement.objects.latest("pk").pk)
        for minutes in (0, *limits().retry_minutes):
            now += timedelta(minutes=minutes)
            assert sending.send_due(now) == (0, 1)
        assert sending.send_due(now + timedelta(days=9)) == (0, 0)
    assert set(SubscriberMail.objects.values_list("state", flat=True)) == {"given_up"}
    own = queries.own(links.manage_key(subscription.subscriber))
    assert own
    assert own.is_silent
    assert queries.figures().silent == 1
    assert ADDRESS not in caplog.text
    services.confirm(key=links.confirmation_key(subscription))  # whoever confirms again hears again
    assert queries.figures().silent == 0


def test_a_mail_server_that_is_away_is_nobodys_failure(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    _subscribed()
    pages.document(county)
    sending.begin("at_once", "#1", Announcement.objects.latest("pk").pk)

    def away(self: Any) -> bool:
        raise OSError("connection refused")

    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "open", away, raising=False)
        with pytest.raises(OSError, match="refused"):
            sending.send_due(timezone.now())
    assert SubscriberMail.objects.get().attempts == 0
    assert sending.send_due(timezone.now()) == (1, 0)


def test_what_is_not_needed_is_forgotten(county: County) -> None:
    services.subscribe(address=ADDRESS, frequency="daily")
    kept = _subscribed("daily", "other@example.com")
    later = timezone.now() + timedelta(days=limits().unconfirmed_days + 1)
    services.forget(later)
    assert list(Subscriber.objects.all()) == [kept.subscriber]


def test_an_address_is_known_under_a_new_key_too(county: County, settings: Any) -> None:
    first = _subscribed("daily")
    new = sealing.new_key()
    settings.APPLICANT_KEYS = [new, *settings.APPLICANT_KEYS]
    services.forget(timezone.now())
    resealing.reseal()
    settings.APPLICANT_KEYS = [new]
    _subscribed("daily", words="惠农")
    assert Subscriber.objects.get() == first.subscriber


def test_keys_of_others_and_broken_keys_open_nothing(client: Client, county: County) -> None:
    mine, other = _subscribed("daily"), _subscribed("daily", "other@example.com")
    key = links.manage_key(mine.subscriber)
    assert client.get(f"/subscriptions/{key}/").status_code == 200
    client.post(f"/subscriptions/{key}/", {"subscription": other.pk, "frequency": "weekly"})
    client.post(f"/subscriptions/{key}/", {"subscription": other.pk, "frequency": "weekly", "leave": "on"})
    other.refresh_from_db()
    assert other.frequency == "daily"
    client.post(f"/subscriptions/{key}/", {"subscription": mine.pk, "frequency": "weekly"})
    mine.refresh_from_db()
    assert mine.frequency == "weekly"
    for wrong in (
        key[:-1],
        f"{other.subscriber_id}{key[len(str(mine.subscriber_id)) :]}",
        "x",
        links.confirmation_key(mine),
    ):
        assert client.get(f"/subscriptions/{wrong}/").status_code == 410
        assert client.get(f"/subscriptions/confirm/{wrong}/").status_code in {200, 410}
        client.post(f"/subscriptions/leave/{wrong}/")
    assert Subscription.objects.count() == 2


def test_announcing_again_sends_nothing_again(county: County) -> None:
    _subscribed()
    document = pages.document(county)
    assert services.announce(document) == services.announce(document)
    assert Announcement.objects.count() == 1
    assert queries.recipients(document) == 1
    catalog.withdraw(actor=county.leader, document=document, reason="内容有误", on=date.today())
    document.refresh_from_db()
    assert services.announce(document) is None


def test_a_round_asks_as_often_for_thirty_subscribers_as_for_three(
    county: County, django_assert_num_queries: Any
) -> None:
    pages.document(county)
    newest = Announcement.objects.latest("pk").pk
    counts = []
    for number in (3, 30):
        for serial in range(number):
            _subscribed("at_once", f"reader{number}-{serial}@example.com")
        Round.objects.all().delete()
        Subscription.objects.update(confirmed_at=timezone.now() - timedelta(days=1))
        with connection.execute_wrapper(lambda *call: (counts[-1].append(1), call[0](*call[1:]))[1]):
            counts.append([])
            sending.begin("at_once", f"#{number}", newest)
    assert len(counts[0]) == len(counts[1])


def test_the_office_sees_numbers_and_no_address(client: Client, county: County) -> None:
    _subscribed()
    assert client.get("/office/subscriptions/").status_code == 302
    client.force_login(county.officer)
    html = client.get("/office/subscriptions/").content.decode()
    assert "1 个邮箱" in html
    assert ADDRESS not in html
