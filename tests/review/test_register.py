"""The sign-off register: written once, bound to the content, configurable per agency."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow, WorkflowTask

from gongkai.agencies.models import Duty
from gongkai.catalog import services as catalog
from gongkai.ledger import queries as ledger
from gongkai.review import guards, queries, services
from gongkai.review.models import AgencyWorkflow, Clearance, ReviewStep, Signature
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.world import County


def two_steps(name: str = "两级审签") -> Workflow:
    """保密审查 → 签发."""
    workflow = Workflow.objects.create(name=name)
    for order, (step, duty) in enumerate(
        (("保密审查(两级)", Duty.SECRECY_REVIEWER), ("签发(两级)", Duty.LEADER))
    ):
        task = ReviewStep.objects.create(name=step, duty=duty)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    return workflow


def test_the_default_workflow_exists_once(county: County) -> None:
    first = services.ensure_default_workflow()
    assert first == services.ensure_default_workflow()
    assert first is not None
    assert [step.name for step in queries.steps_of(first)] == ["审核", "保密审查", "负责人签发"]
    assert queries.workflow_of(None) == first


def test_an_agency_uses_its_own_workflow_or_the_nearest_above(county: County) -> None:
    default = queries.workflow_of(county.finance)
    above = two_steps("县级流程")
    AgencyWorkflow.objects.create(agency=county.government, workflow=above)
    assert queries.workflow_of(county.finance) == above
    own = two_steps("本局流程")
    AgencyWorkflow.objects.create(agency=county.finance, workflow=own)
    assert queries.workflow_of(county.finance) == own
    assert queries.workflow_of(county.education) == above
    own.active = False
    own.save()
    assert queries.workflow_of(county.finance) == above
    assert queries.workflow_of(None) == default
    document = desk.submitted(county)
    desk.sign(county, document, "secrecy", "leader")
    assert document.live


def test_a_changed_workflow_asks_for_the_new_steps(county: County) -> None:
    document = desk.submitted(county)
    desk.sign(county, document, "reviewer", "secrecy")
    AgencyWorkflow.objects.create(agency=county.finance, workflow=two_steps())
    with pytest.raises(Refused, match="REVIEW-STEP"), transaction.atomic():
        catalog.approve(actor=county.leader, document=document)
    document.refresh_from_db()
    assert not document.live


def test_what_is_written_with_a_signature(county: County) -> None:
    document = desk.submitted(county)
    signature = catalog.approve(actor=county.reviewer, document=document, opinion="属实")
    assert signature.content_sha256 == document.review_digest(document.get_latest_revision())
    assert (signature.actor, signature.actor_name, signature.step_name) == (
        county.reviewer,
        "财政审核人",
        "审核",
    )
    assert signature.post_title == "审核人"
    event = ledger.history("catalog.document", document.pk).last()
    assert event is not None
    assert event.type == "review.step.signed"
    assert event.data["sha256"] == signature.content_sha256
    assert "opinion" not in event.data
    desk.sign(county, document, "secrecy", "leader")
    clearance = Clearance.objects.get()
    assert document.clearance == clearance
    assert clearance.signature_ids == list(queries.signatures(document).values_list("pk", flat=True))


def test_returning_and_referring(county: County) -> None:
    document = desk.submitted(county)
    with pytest.raises(Refused, match="REVIEW-OPINION"):
        catalog.return_for_changes(actor=county.reviewer, document=document, opinion=" ")
    catalog.return_for_changes(actor=county.reviewer, document=document, opinion="缺附表")
    assert not document.workflow_in_progress
    with pytest.raises(Refused, match="REVIEW-NOT-WAITING"):
        catalog.approve(actor=county.reviewer, document=document)
    catalog.revise(actor=county.officer, document=document, summary="补充后的概述")
    catalog.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document, "reviewer")
    catalog.refer(actor=county.secrecy, document=document, opinion="是否涉密请县保密局确定")
    assert document.current_workflow_task.name == "保密审查"
    with pytest.raises(Refused, match="REVIEW-STEP"), transaction.atomic():
        document.publish(document.get_latest_revision())
    decisions = list(queries.signatures(document).values_list("decision", flat=True))
    assert decisions == ["returned", "approved", "referred"]


@pytest.mark.parametrize("kind", [Signature, Clearance])
def test_the_register_is_written_once(county: County, kind: Any) -> None:
    desk.published(county)
    row = kind.objects.first()
    with pytest.raises(PermissionDenied):
        row.save()
    with pytest.raises(PermissionDenied):
        row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        kind.objects.filter(pk=row.pk).update(content_sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        kind.objects.filter(pk=row.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {kind._meta.db_table}")


def test_the_guards_can_be_installed_again(county: County) -> None:
    assert guards.install()
    assert guards.install()


def test_waiting_shows_the_right_work_to_the_right_person(county: County) -> None:
    document = desk.submitted(county)
    assert [row.submission.object_id for row in queries.waiting_for(county.reviewer)] == [document.pk]
    for other in (county.officer, county.secrecy, county.leader, county.stranger, county.supervisor):
        assert queries.waiting_for(other) == []
    desk.sign(county, document, "reviewer")
    assert queries.waiting_for(county.reviewer) == []
    assert [row.step.name for row in queries.waiting_for(county.secrecy)] == ["保密审查"]


def test_the_register_by_month(county: County) -> None:
    desk.published(county, title="=cmd()危险标题")
    today = timezone.localdate()
    assert queries.register(county.leader, today.year, today.month).count() == 3
    assert queries.register(county.stranger, today.year, today.month).count() == 0
    assert queries.register(county.leader, 2001, 12).count() == 0
    client = Client()
    client.force_login(county.leader, backend="django.contrib.auth.backends.ModelBackend")
    month = today.strftime("%Y-%m")
    page = client.get(reverse("review_register"), {"month": month})
    assert page.content.decode().count("危险标题") == 3
    table = client.get(reverse("review_register"), {"month": month, "format": "csv"}).content.decode(
        "utf-8-sig"
    )
    assert table.count("'=cmd()危险标题") == 3
    assert client.get(reverse("review_register"), {"month": "2026-13"}).status_code == 200
