"""Nothing becomes public without a completed review, by any path (条例第十七条)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from gongkai.agencies.models import Duty, Post, User
from gongkai.catalog import queries, services
from gongkai.catalog.models import Document
from gongkai.review.models import AgencyWorkflow, Clearance, ReviewStep, SigningPolicy
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.world import PASSWORD, County

VIEWS = "wagtailsnippets_catalog_document"


@pytest.fixture
def root(county: County) -> User:
    """A superuser who also drafts at the bureau: no exemption follows from it."""
    user = User.objects.create_superuser(username="root", password=PASSWORD, display_name="超级用户")
    Post.objects.create(
        agency=county.finance,
        holder=user,
        duty=Duty.INFORMATION_OFFICER,
        since=county.finance.posts.first().since,  # type: ignore[union-attr]
    )
    return user


def office(user: User) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form_of(document: Document, **changes: Any) -> dict[str, Any]:
    """What the edit form posts for a document as it is."""
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


def assert_not_public(document: Document) -> None:
    document.refresh_from_db()
    assert not document.live
    assert document.index_number == ""
    assert not queries.public_documents().filter(pk=document.pk).exists()


# -- from code -----------------------------------------------------------------------------------------------------

BY_CODE: dict[str, Callable[[Document], Any]] = {
    "revision.publish": lambda d: d.get_latest_revision().publish(),
    "document.publish": lambda d: d.publish(d.get_latest_revision()),
    "document.publish, checks skipped": lambda d: d.publish(
        d.get_latest_revision(), skip_permission_checks=True
    ),
    "wagtail's own action": lambda d: PublishRevisionAction(d.get_latest_revision()).execute(
        skip_permission_checks=True
    ),
    "service": lambda d: services.publish(actor=None, document=d),
}


@pytest.mark.parametrize("path", BY_CODE)
@pytest.mark.parametrize("stage", ["draft", "submitted", "half way"])
def test_code_cannot_publish_what_is_not_signed(county: County, path: str, stage: str) -> None:
    document = desk.draft(county) if stage == "draft" else desk.submitted(county)
    if stage == "half way":
        desk.sign(county, document, "reviewer", "secrecy")
    with pytest.raises(Refused) as refused, transaction.atomic():
        BY_CODE[path](document)
    assert refused.value.codes
    assert_not_public(document)


def test_setting_live_and_saving_is_refused(county: County) -> None:
    document = desk.draft(county)
    document.live = True
    with pytest.raises(Refused, match="PUBLISH-UNSIGNED"):
        document.save()
    with pytest.raises(Refused, match="PUBLISH-UNSIGNED"):
        document.save(update_fields=["live"])
    assert_not_public(document)


def test_the_database_refuses_an_update_to_live(county: County) -> None:
    document = desk.draft(county)
    other = desk.published(county, title="另一份办法", document_number="云财发〔2026〕4号")
    now = timezone.now()
    forged: list[dict[str, Any]] = [
        {"live": True},
        {"live": True, "index_number": "00000002X/2026-09999", "published_on": now},
        {
            "live": True,
            "index_number": "00000002X/2026-09999",
            "published_on": now,
            "clearance": other.clearance,
        },
        {
            "live": True,
            "index_number": "00000002X/2026-09999",
            "published_on": now,
            "clearance": other.clearance,
            "content_sha256": other.content_sha256,
        },
    ]
    for values in forged:
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**values)
    assert_not_public(document)


def test_the_database_refuses_bulk_create(county: County) -> None:
    cleared = desk.published(county)
    rows = [
        Document(agency=county.finance, title="甲", live=True),
        Document(
            agency=county.finance,
            title="乙",
            live=True,
            index_number="00000002X/2026-09998",
            published_on=timezone.now(),
            clearance=cleared.clearance,
            content_sha256=cleared.content_sha256,
        ),
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.bulk_create([row])


def test_scheduled_publishing_is_no_way_round(county: County) -> None:
    document = desk.draft(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(go_live_at=timezone.now() - timedelta(hours=1))
    revision = document.get_latest_revision()
    revision.content["go_live_at"] = (timezone.now() - timedelta(hours=1)).isoformat()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=5)
    revision.save()
    with pytest.raises(Refused), transaction.atomic():
        call_command("publish_scheduled")
    assert_not_public(document)


def test_a_cancelled_review_publishes_nothing(county: County) -> None:
    document = desk.submitted(county)
    desk.sign(county, document, "reviewer", "secrecy")
    document.current_workflow_state.cancel(user=county.officer)
    with pytest.raises(Refused) as refused, transaction.atomic():
        document.publish(document.get_latest_revision())
    assert "REVIEW-NOT-SUBMITTED" in refused.value.codes
    assert_not_public(document)


def test_approving_the_tasks_without_signing_publishes_nothing(county: County, root: User) -> None:
    document = desk.submitted(county)
    for _step in range(2):
        document.current_workflow_task_state.approve(user=root)
    with pytest.raises(Refused, match="REVIEW-STEP"), transaction.atomic():
        document.current_workflow_task_state.approve(user=root)
    assert_not_public(document)


def test_finishing_the_workflow_by_hand_publishes_nothing(county: County, root: User) -> None:
    document = desk.submitted(county)
    with pytest.raises(Refused), transaction.atomic():
        document.current_workflow_state.finish(user=root)
    assert_not_public(document)


def test_a_workflow_without_steps_or_with_foreign_tasks_publishes_nothing(county: County, root: User) -> None:
    document = desk.draft(county)
    empty = Workflow.objects.create(name="空流程")
    row = AgencyWorkflow.objects.create(agency=county.finance, workflow=empty)
    with pytest.raises(Refused, match="REVIEW-NO-SECRECY"):
        services.submit_for_review(actor=county.officer, document=document)
    with pytest.raises(Refused), transaction.atomic():
        empty.start(document, root)
    foreign = Workflow.objects.create(name="外来流程")
    task = GroupApprovalTask.objects.create(name="组审批")
    WorkflowTask.objects.create(workflow=foreign, task=task, sort_order=0)
    row.workflow = foreign
    row.save()
    foreign.start(document, root)
    with pytest.raises(Refused) as refused, transaction.atomic():
        document.current_workflow_task_state.approve(user=root)
    assert "REVIEW-FOREIGN-STEP" in refused.value.codes
    assert_not_public(document)


def test_deactivating_the_steps_publishes_nothing(county: County) -> None:
    document = desk.submitted(county)
    secrecy = ReviewStep.objects.get(duty=Duty.SECRECY_REVIEWER)
    secrecy.active = False
    secrecy.save()
    desk.sign(county, document, "reviewer")
    with pytest.raises(Refused, match="REVIEW-NO-SECRECY"), transaction.atomic():
        services.approve(actor=county.leader, document=document)
    assert_not_public(document)


def test_a_clearance_of_another_document_is_refused(county: County) -> None:
    twin = desk.published(county)
    document = desk.draft(county)
    document.live, document.clearance = True, twin.clearance
    document.index_number, document.published_on = "00000002X/2026-09999", timezone.now()
    with pytest.raises(Refused, match="CLEARANCE"):
        document.save()


def test_a_forged_clearance_is_found_by_verification(county: County) -> None:
    """Whoever may write SQL can forge; the ledger's verification says so."""
    document = desk.published(county)
    assert queries.publication_differences() == []
    forged = Clearance.objects.create(
        content_type=ContentType.objects.get_for_model(Document),
        object_id=document.pk,
        revision_id=1,
        content_sha256="0" * 64,
        workflow_name="",
        signature_ids=[],
        completed_at=timezone.now(),
    )
    Document.objects.filter(pk=document.pk).update(
        clearance=forged, content_sha256="0" * 64, body="<p>未签署</p>"
    )
    assert [str(document.pk) in line for line in queries.publication_differences()] == [True]


# -- after approval ------------------------------------------------------------------------------------------------


def test_content_changed_after_approval_needs_new_signatures(county: County) -> None:
    document = desk.submitted(county)
    desk.sign(county, document, "reviewer", "secrecy")
    services.recall_from_review(actor=county.officer, document=document)
    services.revise(actor=county.officer, document=document, body="<p>改过的正文</p>")
    services.submit_for_review(actor=county.officer, document=document)
    assert document.current_workflow_task.name == "审核"
    with pytest.raises(Refused) as refused, transaction.atomic():
        document.publish(document.get_latest_revision())
    assert "REVIEW-OUTDATED" in refused.value.codes


def test_an_overwritten_revision_does_not_keep_its_signatures(county: County) -> None:
    """The editor's autosave may rewrite the newest revision in place; the checksum notices."""
    document = desk.submitted(county)
    desk.sign(county, document, "reviewer", "secrecy")
    revision = document.get_latest_revision()
    revision.content["body"] = "<p>偷换的正文</p>"
    revision.save()
    with pytest.raises(Refused, match="REVIEW-OUTDATED"):
        services.approve(actor=county.leader, document=document, opinion="同意")
    assert_not_public(document)


def test_a_newer_revision_than_the_signed_one_stops_signing(county: County) -> None:
    document = desk.submitted(county)
    draft = document.get_latest_revision_as_object()
    draft.body = "<p>绕过锁定的修改</p>"
    draft.save_revision(user=county.officer)
    with pytest.raises(Refused, match="REVIEW-OUTDATED"):
        services.approve(actor=county.reviewer, document=document)


def test_an_old_revision_cannot_be_published_again(county: County) -> None:
    document = desk.published(county)
    first = document.get_latest_revision()
    services.revise(actor=county.officer, document=document, title="改名的办法")
    with pytest.raises(Refused, match="REVIEW-OLD-REVISION"), transaction.atomic():
        first.publish()
    reverted = first.as_object()
    reverted.save_revision(user=county.officer)
    document.refresh_from_db()
    with pytest.raises(Refused), transaction.atomic():
        document.publish(document.get_latest_revision())


def test_published_content_changes_only_with_a_new_clearance(county: County) -> None:
    document = desk.published(county)
    document.body = "<p>直接改写</p>"
    with pytest.raises(Refused, match="PUBLISH-UNSIGNED"):
        document.save()
    for values in (
        {"body": "<p>直接改写</p>"},
        {"title": "改"},
        {"attached": [{"id": 1}]},
        {"summary": "改"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**values)
    assert queries.publication_differences() == []


def test_unpublishing_is_refused_everywhere(county: County) -> None:
    document = desk.published(county)
    with pytest.raises(PermissionDenied):
        document.unpublish(user=county.leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnpublishAction(document).execute(skip_permission_checks=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(live=False)
    document.refresh_from_db()
    assert document.live


def test_a_withdrawn_document_needs_a_whole_new_review(county: County) -> None:
    document = desk.published(county)
    old = document.clearance
    services.withdraw(actor=county.leader, document=document, reason="内容有误", on=timezone.localdate())
    with pytest.raises(Refused), transaction.atomic():
        document.publish(document.get_latest_revision())
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(live=True, clearance=old)
    services.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)
    assert document.live
    assert document.withdrawn_on is None


# -- from the office -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "root", "administrator", "leader"])
def test_the_editor_offers_publishing_to_nobody_and_refuses_it(county: County, root: User, who: str) -> None:
    document = desk.draft(county)
    client = office(root if who == "root" else getattr(county, who))
    edit = reverse(f"{VIEWS}:edit", args=[document.pk])
    page = client.get(edit)
    assert "action-publish" not in page.content.decode()
    client.post(edit, form_of(document, **{"action-publish": "1"}))
    client.post(
        reverse(f"{VIEWS}:add"), form_of(document, agency=county.finance.pk, **{"action-publish": "1"})
    )
    assert Document.objects.filter(live=True).count() == 0
    assert Document.objects.count() == 1
    assert_not_public(document)


@pytest.mark.parametrize("who", ["officer", "root", "leader"])
def test_wagtails_approval_screens_sign_nothing(county: County, root: User, who: str) -> None:
    document = desk.submitted(county)
    client = office(root if who == "root" else getattr(county, who))
    state = document.current_workflow_task_state
    for name in ("workflow_action", "collect_workflow_action_data"):
        client.post(reverse(f"{VIEWS}:{name}", args=[document.pk, "approve", state.pk]), {"comment": ""})
    client.post(
        reverse(f"{VIEWS}:edit", args=[document.pk]),
        form_of(document, **{"action-workflow-action": "1", "workflow-action-name": "approve"}),
    )
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert_not_public(document)


def test_unpublish_unschedule_delete_and_bulk_views_do_nothing(county: County, root: User) -> None:
    document = desk.published(county)
    revision = document.get_latest_revision()
    for user in (county.officer, county.administrator, root):
        client = office(user)
        client.post(reverse(f"{VIEWS}:unpublish", args=[document.pk]))
        client.post(reverse(f"{VIEWS}:delete", args=[document.pk]))
        client.post(reverse(f"{VIEWS}:revisions_unschedule", args=[document.pk, revision.pk]))
        for action in ("delete", "publish", "unpublish"):
            client.post(f"/office/bulk/catalog/document/{action}/?id={document.pk}&next=/office/")
    document.refresh_from_db()
    assert document.live


def test_copying_makes_a_draft_and_leaves_the_source_alone(county: County) -> None:
    document = desk.published(county)
    client = office(county.officer)
    copy = reverse(f"{VIEWS}:copy", args=[document.pk])
    assert client.get(copy).status_code == 200
    client.post(copy, form_of(document, agency=county.finance.pk, title="抄来的办法"))
    document.refresh_from_db()
    assert document.live
    assert document.title != "抄来的办法"
    made = Document.objects.get(title="抄来的办法")
    assert_not_public(made)
    assert made.clearance is None


def test_reverting_makes_a_draft_only(county: County) -> None:
    document = desk.published(county)
    first = document.get_latest_revision()
    services.revise(actor=county.officer, document=document, title="第二版")
    client = office(county.officer)
    url = reverse(f"{VIEWS}:revisions_revert", args=[document.pk, first.pk])
    assert client.get(url).status_code == 200
    client.post(url, {**form_of(document), "action-publish": "1"})
    client.post(url, form_of(document, title="第一版回来"))
    document.refresh_from_db()
    assert document.live
    assert document.live_revision_id == first.pk
    assert document.has_unpublished_changes


def test_there_is_no_api(county: County) -> None:
    document = desk.draft(county)
    client = office(county.officer)
    for url in (
        f"/api/v2/documents/{document.pk}/",
        "/office/snippets/choose/catalog/document/",
    ):
        assert client.get(url).status_code in {302, 403, 404}


# -- who may sign --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["officer", "secrecy", "leader", "supervisor", "administrator", "stranger", "root"]
)
def test_only_the_duty_of_the_step_signs(county: County, root: User, who: str) -> None:
    document = desk.submitted(county)
    with pytest.raises(Refused) as refused:
        services.approve(actor=root if who == "root" else getattr(county, who), document=document)
    assert "REVIEW-DUTY" in refused.value.codes
    assert_not_public(document)


def test_a_drafter_with_the_duty_cannot_sign_their_own(county: County) -> None:
    Post.objects.create(
        agency=county.finance, holder=county.officer, duty=Duty.REVIEWER, since=timezone.localdate()
    )
    document = desk.submitted(county)
    officer = User.objects.get(pk=county.officer.pk)
    with pytest.raises(Refused, match="REVIEW-OWN"):
        services.approve(actor=officer, document=document)
    colleague = desk.draft(county, title="另一份", document_number="云财发〔2026〕9号")
    services.revise(actor=county.officer, document=colleague, summary="改过的概述")
    services.submit_for_review(actor=county.officer, document=colleague)
    with pytest.raises(Refused, match="REVIEW-OWN"):
        services.approve(actor=officer, document=colleague)


def test_one_person_with_three_duties_signs_once_unless_the_agency_allows_more(county: County) -> None:
    for duty in (Duty.SECRECY_REVIEWER, Duty.LEADER):
        Post.objects.create(
            agency=county.finance, holder=county.reviewer, duty=duty, since=timezone.localdate()
        )
    document = desk.submitted(county)
    reviewer = User.objects.get(pk=county.reviewer.pk)
    services.approve(actor=reviewer, document=document)
    with pytest.raises(Refused, match="REVIEW-TWICE"):
        services.approve(actor=reviewer, document=document)
    SigningPolicy.objects.create(agency=county.government, allows_two_steps=True)
    for _step in range(2):
        services.approve(actor=reviewer, document=document)
    document.refresh_from_db()
    assert document.live
