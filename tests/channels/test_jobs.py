"""From publication to proof, and back when a document is withdrawn."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.agencies import deadlines
from gongkai.agencies.models import Agency
from gongkai.catalog import services as catalog
from gongkai.catalog.models import Document
from gongkai.channels import findings, sources, texts
from gongkai.channels.models import Channel, ChannelJob, ChannelRule, Evidence, Release
from gongkai.channels.services import following, jobs, newsletters, releases
from gongkai.ledger import queries as ledger
from gongkai.review.rules import Refused
from gongkai.screening import queries as screening
from gongkai.screening import services as screening_services
from tests.catalog import desk as catalog_desk
from tests.catalog import lists
from tests.channels import desk
from tests.world import County


def codes(act: Any) -> set[str]:
    """The reasons of a refusal."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.codes


def finish(county: County, job: ChannelJob, **changes: Any) -> list[Release]:
    """Record it as published."""
    file = changes.pop("file", None)
    return jobs.finish(actor=county.officer, jobs=[job], facts=desk.facts(**changes), file=file)


def test_rules_make_jobs_on_publication(county: County) -> None:
    ChannelRule.objects.create(agency=county.government, channel="wechat", working_days=2)
    ChannelRule.objects.create(agency=county.finance, channel="wechat", working_days=1)
    ChannelRule.objects.create(agency=county.finance, channel="weibo", document_type="interpretation")
    ChannelRule.objects.create(agency=county.education, channel="newspaper")
    ChannelRule.objects.create(agency=county.finance, channel="sms", column=catalog_desk.column(county))
    ChannelRule.objects.create(agency=county.finance, channel="radio", is_active=False)
    document = desk.document(county)
    made = ChannelJob.objects.filter(document=document)
    assert {job.channel for job in made} == {"wechat", "sms"}
    limits = deadlines.running(Agency.objects.filter(pk=county.finance.pk))
    assert f"channels.job-{made.get(channel='wechat').pk}" in {limit.matter for limit in limits}
    jobs.make_by_rules(document)
    assert made.count() == 2


def test_done_needs_proof_and_leaves_a_release(county: County) -> None:
    job = desk.job(county)
    assert codes(lambda: finish(county, job, link="")) == {"CHANNEL-PROOF"}
    tomorrow = desk.today() + timedelta(days=1)
    wrong = {"link": "javascript:alert(1)", "on": tomorrow, "pieces": 0}
    assert codes(lambda: finish(county, job, **wrong)) == {"CHANNEL-FUTURE", "CHANNEL-NUMBER", "CHANNEL-LINK"}
    yesterday = desk.today() - timedelta(days=1)
    assert codes(lambda: finish(county, job, on=yesterday)) == {"CHANNEL-EARLY"}
    (release,) = finish(county, job, reach=1200)
    job.refresh_from_db()
    assert (job.state, release.reach, release.title) == ("done", 1200, job.document.title)
    assert codes(lambda: finish(county, job)) == {"CHANNEL-STATE"}
    assert [event.type for event in ledger.history("channels.job", job.pk)] == [
        "channels.job.made",
        "channels.job.done",
    ]


NO_PROOFS = [
    ("现场.png", b"\x89PNG\r\n\x1a\nno picture at all", "EVIDENCE-DAMAGED"),
    ("现场.jpg", b"just text", "EVIDENCE-MISMATCH"),
    ("现场.txt", "文字".encode(), "EVIDENCE-NOT-ALLOWED"),
    ("现场.png", b"", "EVIDENCE-EMPTY"),
    ("现场.jpg", b"\xff\xd8\xff" + b"0" * (20 * 1024 * 1024), "EVIDENCE-TOO-LARGE"),
    ("现场.exe", b"MZ", "EVIDENCE-EXECUTABLE"),
]


def test_a_proof_is_what_it_says(county: County) -> None:
    job = desk.job(county, "notice_board")
    for name, data, code in NO_PROOFS:
        assert codes(partial(finish, county, job, link="", file=desk.photo(name, data))) == {code}, code
    assert not Release.objects.exists()
    assert not Evidence.objects.exists()


def test_a_proof_lies_sealed_and_is_written_once(county: County, settings: Any) -> None:
    file = desk.photo()
    plain = file.read()
    (release,) = finish(county, desk.job(county, "notice_board"), link="", file=file)
    evidence = release.evidence.get()
    stored = (settings.MEDIA_ROOT / evidence.file.name).read_bytes()
    assert plain[:8] not in stored
    assert evidence.file.open("rb").read() == plain
    with pytest.raises(PermissionDenied):
        evidence.save()


def test_several_jobs_of_one_channel_share_a_proof_all_or_none(county: County) -> None:
    first = desk.job(county, "notice_board")
    second = desk.job(county, "notice_board", title="第二份", document_number="云财发〔2026〕4号")
    other = jobs.make(actor=county.officer, document=second.document, channels=["wechat"])[0]
    facts = desk.facts(link="", copies=9)
    both = [first, second]
    act = lambda rows, file: jobs.finish(actor=county.officer, jobs=rows, facts=facts, file=file)  # noqa: E731
    assert "CHANNEL-MIXED" in codes(lambda: act([first, other], desk.photo()))
    assert codes(lambda: act([], None)) == {"CHANNEL-NONE"}
    made = act(both, desk.photo())
    assert Evidence.objects.count() == 1
    assert {release.evidence.get() for release in made} == {Evidence.objects.get()}


def test_withdrawing_calls_back_what_went_out_and_stops_the_rest(county: County) -> None:
    done = desk.job(county)
    waiting = jobs.make(actor=county.officer, document=done.document, channels=["weibo"])[0]
    finish(county, done)
    catalog.withdraw(actor=county.leader, document=done.document, reason="内容有误", on=desk.today())
    done.refresh_from_db()
    waiting.refresh_from_db()
    assert (done.state, waiting.state) == ("to_take_down", "refused")
    assert "内容有误" in done.reason
    assert codes(lambda: finish(county, waiting)) == {"CHANNEL-NOT-PUBLIC"}
    again = lambda: jobs.make(actor=county.officer, document=done.document, channels=["sms"])  # noqa: E731
    assert codes(again) == {"CHANNEL-NOT-PUBLIC"}
    following.take_down(actor=county.officer, job=done, on=desk.today(), note="已删除推文")
    done.refresh_from_db()
    assert done.state == "taken_down"
    assert done.releases.get().taken_down_on == desk.today()


def revise(county: County, document: Document) -> None:
    """Published anew with another text."""
    catalog.revise(actor=county.officer, document=document, body="<p>改动后的内容。</p>")
    catalog.submit_for_review(actor=county.officer, document=document)
    catalog_desk.sign(county, document)


def test_publishing_anew_asks_for_what_went_out_to_be_updated(county: County) -> None:
    done = desk.job(county)
    finish(county, done)
    revise(county, done.document)
    done.refresh_from_db()
    assert (done.state, bool(done.due_on)) == ("to_update", True)
    assert "改动" in done.reason
    assert codes(lambda: following.update(actor=county.officer, job=done, on=desk.today(), note=" ")) == {
        "CHANNEL-REASON"
    }
    following.update(actor=county.officer, job=done, on=desk.today(), note="已换成修改后的文章")
    done.refresh_from_db()
    assert (done.state, done.reason) == ("done", "")
    following.reopen(done.document)
    done.refresh_from_db()
    assert done.state == "done"


def test_what_was_to_be_taken_down_is_updated_when_the_document_is_public_again(county: County) -> None:
    done = desk.job(county)
    finish(county, done)
    catalog.withdraw(actor=county.leader, document=done.document, reason="内容有误", on=desk.today())
    revise(county, done.document)
    done.refresh_from_db()
    assert done.state == "to_update"
    catalog.withdraw(actor=county.leader, document=done.document, reason="仍然有误", on=desk.today())
    done.refresh_from_db()
    assert (done.state, "仍然有误" in done.reason) == ("to_take_down", True)


def test_the_desk_of_a_document_shows_where_it_went(county: County) -> None:
    done = desk.job(county)
    finish(county, done)
    page = f"/office/snippets/catalog/document/inspect/{done.document_id}/"
    shown = desk.signed_in(county.officer).get(page).content.decode()
    assert "政务微信" in shown
    assert f"/office/channels/{done.pk}/" in shown
    assert desk.LINK in shown


def test_the_end_of_validity_calls_back_and_a_wrong_mark_is_undone(county: County) -> None:
    job = desk.job(county)
    finish(county, job)
    mark = lambda validity: catalog.change_validity(  # noqa: E731
        actor=county.leader, document=job.document, validity=validity, on=desk.today()
    )
    mark("repealed")
    job.refresh_from_db()
    assert job.state == "to_take_down"
    mark("in_force")
    job.refresh_from_db()
    assert (job.state, job.reason) == ("done", "")


def test_an_edited_text_is_screened_and_holds_back_until_decided(county: County) -> None:
    job = desk.job(county)
    unedited = {"title": job.document.title, "text": sources.proposal(job)}
    jobs.prepare(actor=county.officer, job=job, **unedited)
    job.refresh_from_db()
    assert (job.state, job.text, findings.blockers(job)) == ("prepared", "", [])
    row = jobs.prepare(
        actor=county.officer,
        job=job,
        title=job.document.title,
        text="联系人张建国，身份证号11010119900307803X。",
    )
    assert codes(lambda: finish(county, row)) == {"SCREENING-OPEN"}
    for one in screening.of_object(row):
        for finding in one.findings.filter(severity="serious"):
            screening_services.decide(
                actor=county.officer, finding=finding, verdict="false_alarm", reason="样例"
            )
    assert finish(county, row)


def test_what_was_settled_in_the_document_is_settled_in_its_text(county: County) -> None:
    body = "<p>公示：张建国，身份证号11010119900307803X。</p>"
    draft = catalog_desk.draft(county, body=body)
    for one in screening.of_object(draft):
        for finding in one.findings.filter(severity="serious"):
            screening_services.decide(
                actor=county.officer, finding=finding, verdict="kept", reason="依法公示"
            )
    catalog.submit_for_review(actor=county.officer, document=draft)
    document = catalog_desk.sign(county, draft)
    job = jobs.make(actor=county.officer, document=document, channels=["sms"])[0]
    row = jobs.prepare(
        actor=county.officer, job=job, title="", text="公示：张建国，身份证号11010119900307803X。"
    )
    assert screening.of_object(row).get().open_serious
    assert findings.blockers(row) == []


def test_a_text_is_checked_against_the_document_as_it_stands(county: County) -> None:
    job = desk.job(county, "weibo")
    row = jobs.prepare(actor=county.officer, job=job, title="", text="字" * 141)
    assert codes(lambda: finish(county, row)) == {"CHANNEL-LENGTH"}
    ChannelJob.objects.filter(pk=job.pk).update(prepared_sha256="0" * 64, text="改过")
    row.refresh_from_db()
    assert "CHANNEL-OUTDATED" in codes(lambda: finish(county, row))


def test_an_administrators_channel_takes_the_place_of_the_bundled_one(county: County) -> None:
    Channel.objects.create(
        slug="weibo", label="政务微博", form="post", limit=2000, link=10, evidence=["link"], source="平台公告"
    )
    job = desk.job(county, "weibo")
    row = jobs.prepare(actor=county.officer, job=job, title="", text="字" * 141)
    assert finish(county, row)


def test_a_voided_record_opens_its_job_again(county: County) -> None:
    job = desk.job(county)
    (release,) = finish(county, job)
    releases.void(actor=county.officer, release=release, reason="登记错了")
    job.refresh_from_db()
    assert job.state == "prepared"
    assert finish(county, job)[0].pk != release.pk


def test_only_publishers_of_the_agency_act(county: County) -> None:
    job = desk.job(county)
    for actor in (county.stranger, county.reviewer, county.supervisor):
        with pytest.raises(PermissionDenied):
            jobs.refuse(actor=actor, job=job, reason="不发")
        with pytest.raises(PermissionDenied):
            jobs.make(actor=actor, document=job.document, channels=["sms"])


def test_a_newsletter_job_is_handed_over_once(county: County) -> None:
    job = desk.job(county, "newsletter")
    assert newsletters.hand_over_due() == 1
    assert newsletters.hand_over_due() == 0
    job.refresh_from_db()
    assert (job.state, job.releases.get().copies) == ("done", 0)
    withdrawn = desk.job(county, "newsletter", document_number="云财发〔2026〕5号")
    catalog.withdraw(actor=county.leader, document=withdrawn.document, reason="有误", on=desk.today())
    assert newsletters.hand_over_due() == 0


def test_declared_content_goes_out_in_its_public_form_only(county: County) -> None:
    rows = [
        lists.permit(1),
        lists.permit(2, party="张建国", party_kind="自然人", identity=lists.RESIDENT),
    ]
    document = lists.published(county, "permits", rows)
    job = jobs.make(actor=county.officer, document=document, channels=["wechat"])[0]
    source = sources.source(job.document)
    html = texts.article(source).html
    assert "云溪县石塘镇第1商店" in html
    assert "云审许〔2026〕2号" in "\n".join(source.lines)
    for hidden in ("张建国", lists.RESIDENT):
        assert hidden not in html
        assert hidden not in texts.plain(source)
