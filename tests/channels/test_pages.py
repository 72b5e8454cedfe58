"""Every office page of the room opens for those who may see it, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.channels.models import PressMeeting, PublicityDay, ReadingPlace, Webhook
from gongkai.channels.services import jobs, keeping, papers
from tests.channels import desk
from tests.world import County


@pytest.fixture
def addresses(county: County) -> list[str]:
    """The pages of one record of each kind, all of the finance bureau."""
    job = desk.job(county)
    jobs.finish(actor=county.officer, jobs=[job], facts=desk.facts(), file=desk.photo())
    release = job.releases.get()
    place = ReadingPlace.objects.create(
        agency=county.finance, kind="library", name="云溪县图书馆", address="学府路2号", hours="9:00—17:00"
    )
    day = PublicityDay.objects.create(agency=county.finance, topic="宣传", on=desk.today(), place="广场")
    keeping.add_photos(actor=county.officer, day=day, files=[desk.photo()])
    meeting = PressMeeting.objects.create(
        agency=county.finance, kind="conference", topic="答问", event="grave",
        known_at=timezone.now() - timedelta(hours=6),
    )  # fmt: skip
    hook = Webhook.objects.create(agency=county.finance, name="省平台", address="https://example.org/in")
    briefing = papers.begin_briefing(
        actor=county.officer, agency=county.finance, documents=[job.document_id], foreword="按"
    )
    transfer = papers.hand_over(
        actor=county.officer, agency=county.finance, place=place, documents=[job.document_id], on=desk.today(), copies=2
    )  # fmt: skip
    return [
        *(
            reverse(f"channels_office:{name}", args=[job.pk])
            for name in ("job", "finish", "refuse", "take_down")
        ),
        reverse("channels_office:choose", args=[job.document_id]),
        reverse("channels_office:job_file", args=[job.pk, "article.html"]),
        reverse("channels_office:void", args=[release.pk]),
        reverse("channels_office:evidence", args=[release.evidence.get().pk]),
        reverse("channels_office:place", args=[place.pk]),
        reverse("channels_office:hand_over", args=[place.pk]),
        reverse("channels_office:publicity_day", args=[day.pk]),
        reverse("channels_office:evidence", args=[day.photos.get().pk]),
        reverse("channels_office:press_meeting", args=[meeting.pk]),
        reverse("channels_office:webhook", args=[hook.pk]),
        reverse("channels_office:briefing", args=[briefing.pk]),
        reverse("channels_office:briefing_issue", args=[briefing.pk]),
        reverse("channels_office:briefing_pdf", args=[briefing.pk]),
        reverse("channels_office:briefing_docx", args=[briefing.pk]),
        reverse("channels_office:transfer_file", args=[transfer.pk]),
        reverse("readingplace:edit", args=[place.pk]),
        reverse("publicityday:edit", args=[day.pk]),
        reverse("pressmeeting:edit", args=[meeting.pk]),
        reverse("webhook:edit", args=[hook.pk]),
    ]


LISTS = [
    "list", "find", "finish_many", "releases", "enter", "bring_in", "figures", "figures_table", "briefings",
    "briefing_new",
    "channels", "deliveries",
]  # fmt: skip


def status(user: User, url: str) -> int:
    """What that person gets."""
    return desk.signed_in(user).get(url).status_code


def test_pages_open_inside_the_agency_only(county: County, addresses: list[str]) -> None:
    for url in addresses:
        assert status(county.officer, url) == 200, url
        assert status(county.stranger, url) in {302, 403, 404}, url
        assert Client().get(url).status_code == 302, url
    for name in LISTS:
        assert status(county.officer, reverse(f"channels_office:{name}")) == 200, name
    for model in (
        "channelrule",
        "readingplace",
        "publicityday",
        "pressmeeting",
        "screen",
        "webhook",
        "channel",
    ):
        assert status(county.officer, reverse(f"{model}:index")) == 200, model
    for model in ("channelrule", "readingplace", "publicityday", "pressmeeting", "screen", "webhook"):
        assert status(county.officer, reverse(f"{model}:add")) == 200, model
    assert status(county.administrator, reverse("channel:add")) == 200
    assert status(county.officer, reverse("channel:add")) == 302


def test_superiors_see_the_subtree_and_act_nowhere_in_it(county: County) -> None:
    job = desk.job(county)
    url, refuse = (reverse(f"channels_office:{name}", args=[job.pk]) for name in ("job", "refuse"))
    assert refuse in desk.signed_in(county.officer).get(url).content.decode()
    client = desk.signed_in(county.supervisor)
    page = client.get(url)
    assert page.status_code == 200
    assert refuse not in page.content.decode()
    client.post(refuse, {"reason": "不发"})
    job.refresh_from_db()
    assert job.state == "to_do"


def test_an_answer_that_is_due_stands_on_the_opening_page(county: County) -> None:
    known_at = timezone.now() - timedelta(hours=6)
    meeting = PressMeeting.objects.create(
        agency=county.finance, kind="conference", topic="答问", event="grave", known_at=known_at
    )
    client = desk.signed_in(county.officer)
    assert "件舆情要在时限内回应" in client.get("/office/").content.decode()
    page = client.get(reverse("channels_office:press_meeting", args=[meeting.pk])).content.decode()
    assert "超过时限" in page
    assert "时限内" in page
    meeting.informed_at = meeting.held_at = known_at + timedelta(hours=3)
    meeting.save()
    assert "件舆情要在时限内回应" not in client.get("/office/").content.decode()
    page = client.get(reverse("channels_office:press_meeting", args=[meeting.pk])).content.decode()
    assert "超过时限" not in page
    assert "3.0小时" in page


def test_forms_keep_what_was_typed_and_say_everything(county: County) -> None:
    client = desk.signed_in(county.officer)
    tomorrow = (desk.today() + timedelta(days=1)).isoformat()
    data = {
        "agency": county.finance.pk, "channel": "newspaper", "title": "专版<b>", "on": tomorrow, "pieces": 1, "copies": 0,
        "reach": 0, "link": "ftp://example.org/a",
    }  # fmt: skip
    answer = client.post(reverse("channels_office:enter"), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    for text in ("专版&lt;b&gt;", "CHANNEL-FUTURE", "CHANNEL-LINK", "ftp://example.org/a"):
        assert text in page, text
    add = client.post(
        reverse("webhook:add"),
        {"agency": county.finance.pk, "name": "x", "address": "ftp://example.org/", "is_active": "on"},
    )
    assert "http:// 或 https://" in add.content.decode()
    foreign = client.post(
        reverse("readingplace:add"),
        {"agency": county.education.pk, "kind": "board", "name": "x", "address": "y", "since": "2026-01-01"},
    )
    assert foreign.status_code == 200
    assert not ReadingPlace.objects.exists()


def test_boards_are_counted_as_copies(county: County) -> None:
    for number in range(3):
        ReadingPlace.objects.create(
            agency=county.finance, kind="board", name=f"公告栏{number}", address="学府路"
        )
    job = desk.job(county, "notice_board")
    page = desk.signed_in(county.officer).get(reverse("channels_office:finish", args=[job.pk]))
    assert page.context["form"].initial["copies"] == 3
    assert page.context["form"].fields["copies"].label == "份数（块）"


def test_a_text_with_open_findings_is_neither_copied_nor_downloaded(county: County) -> None:
    job = desk.job(county)
    url, file = (
        reverse("channels_office:job", args=[job.pk]),
        reverse("channels_office:job_file", args=[job.pk, "article.html"]),
    )
    client = desk.signed_in(county.officer)
    assert "data-copy-html" in client.get(url).content.decode()
    assert client.get(file).status_code == 200
    client.post(url, {"title": job.document.title, "text": "联系人张建国，身份证号11010119900307803X。"})
    page = client.get(url).content.decode()
    assert "逐处处理" in page
    assert "data-copy-" not in page
    assert client.get(file)["Location"] == url
    assert client.get(reverse("channels_office:job_file", args=[job.pk, "other.pdf"])).status_code == 404
