"""The office screens: whose they are, what they cost, what they refuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.catalog import services
from gongkai.catalog.models import Attachment, Column, Document
from gongkai.ledger.queries import history
from tests.catalog import desk
from tests.world import PASSWORD, County

VIEWS = "wagtailsnippets_catalog_document"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def office(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form_of(document: Document, **changes: Any) -> dict[str, Any]:
    return {
        "title": document.title,
        "column": document.column_id or "",
        "document_type": document.document_type,
        "summary": document.summary,
        "body": document.body,
        "disclosure_class": document.disclosure_class,
        "statutory_item": document.statutory_item,
        "document_number": document.document_number,
        "signed_on": document.signed_on or "",
        **changes,
    }


def urls_of(document: Document) -> list[str]:
    """Every address that names one document."""
    pk, revision = document.pk, document.get_latest_revision()
    state = document.workflow_states.first()
    task_state = state.task_states.first()
    plain = "edit delete usage history history_results copy inspect preview_on_edit unpublish lock unlock"
    plain += " confirm_workflow_cancellation workflow_history"
    found = [reverse(f"{VIEWS}:{name}", args=[pk]) for name in plain.split()]
    found += [
        reverse(f"{VIEWS}:{name}", args=[pk, revision.pk])
        for name in ("revisions_view", "revisions_revert", "revisions_unschedule")
    ]
    found += [
        reverse(f"{VIEWS}:revisions_compare", args=[pk, "earliest", "latest"]),
        reverse(f"{VIEWS}:workflow_action", args=[pk, "approve", task_state.pk]),
        reverse(f"{VIEWS}:collect_workflow_action_data", args=[pk, "approve", task_state.pk]),
        reverse(f"{VIEWS}:workflow_history_detail", args=[pk, state.pk]),
        reverse(f"{VIEWS}:workflow_preview", args=[pk, task_state.task_id]),
        reverse("review_sign", args=[task_state.pk]),
    ]
    acts = "submit recall add_attachment withdraw change_validity relations reassess discard"
    return found + [reverse(f"catalog_{act}", args=[pk]) for act in acts.split()]


def test_the_list_of_addresses_is_complete(county: County) -> None:
    """A new screen must be added to the walk below."""
    document = desk.submitted(county)
    walked_urls = urls_of(document)
    viewset: Any = Document.snippet_viewset  # type: ignore[attr-defined]
    listed = {url.name for url in viewset.get_urlpatterns()}
    without_document = {"list", "list_results", "add", "preview_on_add"}
    walked = " ".join(walked_urls)
    assert len(walked_urls) == len(listed - without_document) + 1 + 8
    assert f"/{document.pk}/" in walked


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_no_screen_shows_another_agencys_document(county: County, who: str, method: str) -> None:
    document = desk.submitted(county)
    client = office(county.stranger if who == "stranger" else None)
    for url in urls_of(document):
        response = getattr(client, method)(url)
        assert response.status_code in {302, 403, 404, 405}, url
        if response.status_code == 302:
            assert response["Location"] == "/office/" or response["Location"].startswith("/office/login/"), (
                url
            )
    before = document.content_sha256
    document.refresh_from_db()
    assert document.content_sha256 == before
    assert document.workflow_in_progress


def test_lists_and_registers_hold_the_own_subtree_only(county: County) -> None:
    desk.submitted(county, title="财政局的秘密草稿")
    withheld = desk.submitted(
        county,
        title="财政局的内部纪要",
        document_type="other",
        statutory_item="",
        disclosure_class="withheld",
        ground="internal_affairs",
        ground_article="《条例》第十六条第一款",
    )
    desk.sign(county, withheld)
    addresses = [
        reverse(f"{VIEWS}:list"),
        reverse("catalog_withheld"),
        reverse("catalog_withheld") + "?format=csv",
        reverse("review_register"),
        reverse("review_register") + "?format=csv",
        reverse("review_waiting"),
        "/office/",
        "/office/snippets/",
        "/office/reports/site-history/",
        "/office/reports/workflow/",
        "/office/reports/workflow_tasks/",
    ]
    for url in addresses:
        assert "财政局的" not in office(county.stranger).get(url, follow=True).content.decode(), url
    assert "财政局的秘密草稿" in office(county.supervisor).get(addresses[0]).content.decode()
    assert "财政局的内部纪要" in office(county.supervisor).get(addresses[1]).content.decode()
    assert "财政局的内部纪要" in office(county.officer).get(addresses[4]).content.decode()


def test_nobody_drafts_for_another_agency(county: County) -> None:
    services.ensure_standard_columns(county.education)
    template = desk.draft(county)
    client = office(county.stranger)
    foreign = form_of(template, title="冒名", agency=county.finance.pk)
    client.post(reverse(f"{VIEWS}:add"), foreign)
    own = form_of(template, title="借栏目", agency=county.education.pk)
    client.post(reverse(f"{VIEWS}:add"), own)
    assert not Document.objects.filter(title__in=["冒名", "借栏目"]).exists()
    mine = Column.objects.get(agency=county.education, slug="policies")
    client.post(reverse(f"{VIEWS}:add"), {**own, "column": mine.pk})
    made = Document.objects.get(title="借栏目")
    assert made.created_by == county.stranger
    assert [event.type for event in history("catalog.document", made.pk)] == ["catalog.document.created"]


def test_the_list_costs_a_constant_number_of_queries(county: County) -> None:
    desk.submitted(county)
    client, url = office(county.officer), reverse(f"{VIEWS}:list")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    for number in range(6):
        desk.draft(county, title=f"草稿{number}")
    desk.published(county, title="已公开的一份", document_number="云财发〔2026〕8号")
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=draft", {"甲草稿"}),
        ("state=in_review", {"乙送审"}),
        ("state=published", {"丙公开"}),
        ("overdue=true", {"甲草稿", "乙送审"}),
        ("overdue=false", {"丙公开"}),
        ("q=丙", {"丙公开"}),
        ("column_name=机关简介", {"甲草稿"}),
        ("disclosure_class=withheld", set()),
        ("state=withdrawn", set()),
    ],
)
def test_filters_and_search(county: County, query: str, shown: set[str]) -> None:
    desk.draft(county, title="甲草稿", column=desk.column(county, "profile"))
    desk.submitted(county, title="乙送审")
    desk.published(county, title="丙公开")
    text = office(county.officer).get(f"{reverse(f'{VIEWS}:list')}?{query}").content.decode()
    assert {title for title in ("甲草稿", "乙送审", "丙公开") if title in text} == shown


def test_the_editor_form_submits_and_tells_every_reason(county: County) -> None:
    document = desk.draft(county, summary="", signed_on=None)
    client = office(county.officer)
    edit = reverse(f"{VIEWS}:edit", args=[document.pk])
    response = client.post(edit, form_of(document, **{"action-submit": "1"}), follow=True)
    text = response.content.decode()
    assert "DOC-SUMMARY" in text
    assert "DOC-DATE" in text
    assert not document.workflow_in_progress
    ready = form_of(document, summary="概述", signed_on="2026-03-02", **{"action-submit": "1"})
    client.post(edit, ready)
    document.refresh_from_db()
    assert document.workflow_in_progress
    client.post(edit, form_of(document, title="锁定时的改动"))
    document.refresh_from_db()
    assert document.get_latest_revision_as_object().title != "锁定时的改动"


def test_scripts_never_reach_the_body(county: County) -> None:
    document = desk.draft(county)
    body = "<p onclick='x()'>甲<script>alert(1)</script></p><table><tr><td rowspan='2'>乙</td></tr></table>"
    client = office(county.officer)
    client.post(reverse(f"{VIEWS}:edit", args=[document.pk]), form_of(document, body=body))
    document.refresh_from_db()
    assert "script" not in document.body
    assert "onclick" not in document.body
    assert 'rowspan="2"' in document.body
    assert document.body_text == "甲\n乙"
    assert "script" not in document.get_latest_revision().content["body"]


def test_signing_asks_for_the_password_and_shows_what_is_signed(county: County) -> None:
    document = desk.submitted(county)
    url = reverse("review_sign", args=[document.current_workflow_task_state.pk])
    client = office(county.reviewer)
    assert "为规范补助资金管理" in client.get(url).content.decode()
    client.post(url, {"decision": "approved", "opinion": "", "password": "wrong"})
    client.post(url, {"decision": "approved", "opinion": ""})
    client.post(url, {"decision": "returned", "opinion": " ", "password": PASSWORD})
    document.refresh_from_db()
    assert document.current_workflow_task.name == "审核"
    assert (
        client.post(url, {"decision": "approved", "opinion": "同意", "password": PASSWORD}).status_code == 302
    )
    assert document.current_workflow_task.name == "保密审查"
    assert office(county.leader).get(url).status_code == 302  # not the leader's step


def test_the_desk_offers_what_is_lawful_and_does_it(county: County) -> None:
    document = desk.published(county)
    page = reverse(f"{VIEWS}:inspect", args=[document.pk])
    text = office(county.leader).get(page).content.decode()
    assert reverse("catalog_withdraw", args=[document.pk]) in text
    assert reverse("catalog_discard", args=[document.pk]) not in text
    assert (
        reverse("catalog_withdraw", args=[document.pk])
        not in office(county.supervisor).get(page).content.decode()
    )
    future = {"reason": "有误", "on": (timezone.localdate() + timedelta(days=2)).isoformat()}
    client = office(county.leader)
    client.post(reverse("catalog_withdraw", args=[document.pk]), future)
    client.post(reverse("catalog_withdraw", args=[document.pk]), {"reason": " ", "on": "2026-02-30"})
    document.refresh_from_db()
    assert document.live
    client.post(
        reverse("catalog_withdraw", args=[document.pk]),
        {"reason": "数据有误", "on": timezone.localdate().isoformat()},
    )
    document.refresh_from_db()
    assert not document.live
    assert document.withdrawal_reason == "数据有误"


def test_attachments_on_the_desk(county: County) -> None:
    document = desk.draft(county)
    client, add = office(county.officer), reverse("catalog_add_attachment", args=[document.pk])
    client.post(add, {"file": SimpleUploadedFile("附表.pdf", PDF), "title": ""})
    for name, data in (
        ("空.pdf", b""),
        ("程序.pdf", b"MZ\x90\x00" + b"0" * 200),
        ("程序.exe", b"MZ\x90\x00"),
    ):
        text = client.post(add, {"file": SimpleUploadedFile(name, data)}, follow=True).content.decode()
        assert name in text
    found = Attachment.objects.get()
    assert found.title == "附表"
    assert "附表" not in found.file.name
    url = reverse("catalog_attachment", args=[found.pk])
    response = client.get(url)
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert office(county.stranger).get(url).status_code == 404
    assert office(None).get(url).status_code == 302
    client.post(reverse("catalog_remove_attachment", args=[document.pk, found.pk]))
    document.refresh_from_db()
    assert document.attachments == []


def test_discarding_recalling_and_reassessing(county: County) -> None:
    draft = desk.draft(county)
    client = office(county.officer)
    client.post(reverse("catalog_discard", args=[draft.pk]))
    assert not Document.objects.filter(pk=draft.pk).exists()
    document = desk.submitted(county)
    client.post(reverse("catalog_recall", args=[document.pk]))
    document.refresh_from_db()
    assert not document.workflow_in_progress
    client.post(reverse("catalog_submit", args=[document.pk]))
    document.refresh_from_db()
    assert document.workflow_in_progress
    desk.sign(county, document, "reviewer")
    client.post(reverse("catalog_recall", args=[document.pk]))
    client.post(reverse("catalog_discard", args=[document.pk]))
    assert Document.objects.filter(pk=document.pk).exists()  # it bears a signature


def test_every_screen_of_the_own_document_works(county: County) -> None:
    document = desk.published(county)
    services.revise(actor=county.officer, document=document, title="第二版办法")
    client = office(county.officer)
    revision = document.get_latest_revision()
    for url in (
        reverse(f"{VIEWS}:add"),
        reverse(f"{VIEWS}:edit", args=[document.pk]),
        reverse(f"{VIEWS}:history", args=[document.pk]),
        reverse(f"{VIEWS}:usage", args=[document.pk]),
        reverse(f"{VIEWS}:copy", args=[document.pk]),
        reverse(f"{VIEWS}:revisions_compare", args=[document.pk, "live", "latest"]),
        reverse(f"{VIEWS}:revisions_view", args=[document.pk, revision.pk]),
        reverse(f"{VIEWS}:workflow_history", args=[document.pk]),
        reverse(f"{VIEWS}:workflow_history_detail", args=[document.pk, document.workflow_states.first().pk]),
        reverse("wagtailsnippets_catalog_column:list"),
        reverse("wagtailsnippets_catalog_column:edit", args=[document.column_id]),
        reverse("wagtailsnippets_catalog_column:add"),
    ):
        assert client.get(url).status_code == 200, url
    for who in ("supervisor", "reviewer"):
        reader = office(getattr(county, who))
        assert reader.get(reverse(f"{VIEWS}:history", args=[document.pk])).status_code == 200
        assert reader.get(reverse(f"{VIEWS}:edit", args=[document.pk])).status_code == 302


def test_columns_stay_inside_the_agency(county: County) -> None:
    mine = desk.column(county)
    client = office(county.stranger)
    for name in ("edit", "history", "usage", "delete"):
        assert (
            client.get(reverse(f"wagtailsnippets_catalog_column:{name}", args=[mine.pk])).status_code == 302
        )
    values = {
        "agency": county.finance.pk,
        "name": "冒名栏目",
        "slug": "forged",
        "section": "other",
        "column_type": "公告公示",
        "description": "说明",
        "keywords": "词",
        "order": 5,
    }
    client.post(reverse("wagtailsnippets_catalog_column:add"), values)
    assert not Column.objects.filter(name="冒名栏目").exists()
    office(county.administrator).post(reverse("wagtailsnippets_catalog_column:add"), values)
    assert Column.objects.filter(name="冒名栏目", agency=county.finance).exists()


def test_the_desk_tells_who_will_sign_before_anything_is_sent(county: County) -> None:
    desk.column(county)
    document = desk.draft(county)
    url = reverse(f"{VIEWS}:inspect", args=[document.pk])
    ahead = office(county.officer).get(url).context["ahead"]
    assert [row.signers for row in ahead] == [["财政审核人"], ["财政保密审查员"], ["财政分管领导"]]
    assert office(county.leader).get(url).context["ahead"] == []
    services.submit_for_review(actor=county.officer, document=document)
    assert office(county.officer).get(url).context["ahead"] == []


def test_a_public_document_leads_to_its_page_and_to_other_channels(county: County) -> None:
    page = reverse(f"{VIEWS}:inspect", args=[desk.published(county).pk])
    shown = office(county.officer).get(page).content.decode()
    for address in ("portal:document", "channels_office:choose"):
        assert reverse(address, args=[Document.objects.get().pk]) in shown


def test_whoever_drafts_for_one_agency_is_not_asked_which(county: County) -> None:
    add = reverse(f"{VIEWS}:add")
    assert b'name="agency"' not in office(county.officer).get(add).content
    assert b'name="agency"' in office(county.administrator).get(add).content
    values = {"title": "新的通知", "document_type": "notice", "disclosure_class": "proactive", "body": ""}
    office(county.officer).post(add, {**values, "agency": county.education.pk})
    assert Document.objects.get().agency == county.finance


def test_the_list_says_how_many_and_how_sorted(county: County) -> None:
    desk.draft(county)
    listed = reverse(f"{VIEWS}:list")
    assert "共 1 件，新建的在前。" in office(county.officer).get(listed).content.decode()
    by_title = office(county.officer).get(listed, {"ordering": "title"}).content.decode()
    assert "共 1 件，按标题排列。" in by_title
    assert "没有符合条件的文件" in office(county.officer).get(listed, {"q": "不存在"}).content.decode()
