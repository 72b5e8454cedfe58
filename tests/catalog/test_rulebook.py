"""Rules linked to the acts they govern: whose rule counts, since when, in which version; what is lost shows as work."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.agencies.models import Duty
from gongkai.catalog import services as catalog
from gongkai.catalog.models import Column, Document, RuleLink
from gongkai.catalog.rulebook import doubts, links, services, standing
from gongkai.catalog.rulebook.links import Rulebook
from gongkai.catalog.rulebook.standing import Held
from gongkai.law import acts
from gongkai.ledger import queries as ledger
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.world import PASSWORD, County, make_post

TODAY = timezone.localdate
BODY = (
    "<p>第一条　为了规范工作，制定本制度。</p><p>第二条　申请内容不明确的，一次性告知补正。</p>"
    "<p>第三条　延长答复期限的，经工作机构负责人同意。</p>"
)


def rule(county: County, title: str = "云溪县财政局依申请公开制度", body: str = BODY) -> Document:
    """A rule of the finance bureau, public and in its place."""
    place = desk.column(county, "rules")
    return desk.published(
        county, column=place, title=title, body=body, statutory_item="", document_type="other"
    )


def county_rule(county: County, title: str = "云溪县政府信息公开申请办理规程") -> Document:
    """A rule in the government's part of the platform."""
    catalog.ensure_standard_columns(county.government)
    place = Column.objects.get(agency=county.government, slug="rules")
    document = rule(county, title)
    Document.objects.filter(pk=document.pk).update(agency=county.government, column=place)
    document.refresh_from_db()
    return document


def linked(county: County, document: Document, *pairs: tuple[str, str], agency: Any = None) -> list[RuleLink]:
    return services.link(
        actor=county.administrator, agency=agency or county.finance, document=document, pairs=pairs
    )


def test_every_act_names_the_law_and_what_usual_rules_govern_exists() -> None:
    today = date(2026, 11, 28)
    for act in acts.every().values():
        assert act.on(today), act.id
        assert all(one.text and one.mark in "VMI" for rows in act.history for one in rows)
        days = [rows[0].since for rows in act.history]
        assert days == sorted(set(days))
    for usual in standing.usual():
        assert set(usual.acts) <= set(acts.every())


def test_the_law_of_the_day_binds_the_act() -> None:
    correct = acts.every()["request.correct"]
    assert [one.text for one in correct.on(date(2019, 5, 14))] == [
        "《政府信息公开条例》（国务院令第492号）第二十一条"
    ]
    assert [one.text for one in correct.on(date(2019, 5, 15))] == ["《政府信息公开条例》第三十条"]
    assert correct.on(date(2008, 4, 30)) == ()


@pytest.mark.django_db
def test_a_clause_governs_an_act_and_leads_to_the_clause(county: County) -> None:
    document = rule(county)
    (made,) = linked(county, document, ("request.correct", "第二条"))
    assert made.since == TODAY()
    basis = Rulebook(county.finance).basis("request.correct", TODAY())
    assert [(one.title, one.link.clause, one.address) for one in basis.governing] == [
        ("《云溪县财政局依申请公开制度》", "第二条", f"/d/{document.pk}/#art-2")
    ]
    assert not basis.is_inherited
    assert not Rulebook(county.finance).basis("request.correct", TODAY() - timedelta(days=1)).governing
    assert linked(county, document, ("request.correct", "第二条")) == []
    event = ledger.history("catalog.document", document.pk).last()
    assert event is not None
    assert (event.type, event.data["clause"]) == ("catalog.document.rule_linked", "第二条")


@pytest.mark.django_db
def test_the_nearest_agency_counts_and_the_superior_steps_in_when_its_rule_is_lost(county: County) -> None:
    above = county_rule(county)
    linked(
        county, above, ("request.correct", "第二条"), ("request.extend", "第三条"), agency=county.government
    )
    inherited = Rulebook(county.finance).basis("request.correct", TODAY())
    assert inherited.is_inherited
    assert inherited.agency == county.government
    own = rule(county)
    linked(county, own, ("request.correct", "第二条"))
    book = Rulebook(county.finance)
    assert [one.link.document_id for one in book.basis("request.correct", TODAY()).governing] == [own.pk]
    assert book.basis("request.extend", TODAY()).is_inherited
    catalog.withdraw(actor=county.leader, document=own, reason="内容有误", on=TODAY())
    again = Rulebook(county.finance).basis("request.correct", TODAY())
    assert [one.link.document_id for one in again.governing] == [above.pk]
    assert [row.document_id for row in links.gone([county.finance])] == [own.pk]
    assert not links.outgrown([county.finance]).exists()


@pytest.mark.django_db
def test_everything_wrong_is_said_at_once_and_only_administrators_may(county: County) -> None:
    document = rule(county)
    with pytest.raises(PermissionDenied):
        services.link(
            actor=county.leader, agency=county.finance, document=document, pairs=[("request.fee", "")]
        )
    with pytest.raises(Refused) as refused:
        linked(county, document, ("request.none", "第二条"), ("request.fee", "第九条"))
    assert refused.value.codes == {"RULE-ACT", "RULE-CLAUSE"}
    with pytest.raises(Refused) as foreign:
        linked(county, document, ("request.fee", ""), agency=county.education)
    assert foreign.value.codes == {"RULE-REACH"}
    with pytest.raises(Refused) as nothing:
        linked(county, document)
    assert nothing.value.codes == {"RULE-NOTHING"}


def revise(county: County, document: Document, body: str) -> None:
    """The rule is published with another text."""
    catalog.revise(actor=county.officer, document=document, body=body)
    catalog.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)


def fates(county: County) -> list[str]:
    return [str(fate) for group in doubts.outgrown(county.finance) for _row, fate in group.rows]


@pytest.mark.django_db
def test_a_new_text_asks_whether_the_clause_still_fits(county: County) -> None:
    document = rule(county)
    (row,) = linked(county, document, ("request.correct", "第二条"))
    revise(county, document, BODY.replace("一次性告知补正", "当日一次性告知补正"))
    assert list(links.outgrown([county.finance])) == [row]
    assert fates(county) == ["changed"]
    services.confirm(actor=county.administrator, links=[row])
    assert not links.outgrown([county.finance]).exists()
    revise(county, document, BODY.replace("延长", "确需延长"))
    row.refresh_from_db()
    linked(county, document, ("request.extend", "第三条"))
    revise(
        county,
        document,
        "<p>第一条　为了规范工作，制定本制度。</p><p>第三条　确需延长答复期限的，经工作机构负责人同意。</p>",
    )
    assert fates(county) == ["dropped", "same"]
    with pytest.raises(Refused) as refused:
        services.confirm(actor=county.administrator, links=[row])
    assert refused.value.codes == {"RULE-CLAUSE"}


@pytest.mark.django_db
def test_what_was_done_before_keeps_its_clause_in_its_version(county: County) -> None:
    document = rule(county)
    (row,) = linked(county, document, ("request.correct", "第二条"))
    yesterday = TODAY() - timedelta(days=1)
    long_ago = TODAY() - timedelta(days=400)
    RuleLink.objects.filter(pk=row.pk).update(since=long_ago)
    row.refresh_from_db()
    services.unlink(actor=county.administrator, link=row)
    assert not Rulebook(county.finance).basis("request.correct", TODAY()).governing
    assert Rulebook(county.finance).basis("request.correct", yesterday).governing
    with pytest.raises(Refused):
        services.unlink(actor=county.administrator, link=row)
    (again,) = linked(county, document, ("request.correct", "第三条"))
    assert again.since == TODAY()


@pytest.mark.django_db
def test_the_checklist_tells_own_rules_clauses_and_those_of_the_superior(county: County) -> None:
    own = rule(county)
    linked(county, own, ("supervision.training", "第三条"), ("supervision.assessment", "第一条"))
    linked(
        county,
        county_rule(county, "云溪县政策解读办法"),
        ("publication.interpret", ""),
        agency=county.government,
    )
    stands = standing.of(county.finance, TODAY())
    held = {one.usual.id: one.held for one in stands.checklist}
    assert held["on_request"] == Held.OWN
    assert held["assessment"] == Held.CLAUSES
    assert held["interpret"] == Held.ABOVE
    assert held["accountability"] == Held.MISSING
    assert stands.without_rule == len(acts.every()) - 3


@pytest.mark.django_db
def test_clauses_are_proposed_by_their_words_until_they_are_linked(county: County) -> None:
    document = rule(county)
    pairs = [(one.act.id, one.clause.name) for one in standing.proposals(document, [])]
    assert pairs == [("request.correct", "第二条"), ("request.extend", "第三条")]
    made = linked(county, document, pairs[0])
    assert [(one.act.id, one.clause.name) for one in standing.proposals(document, made)] == pairs[1:]


@pytest.fixture
def administrator(client: Client, county: County) -> Client:
    client.login(username="administrator", password=PASSWORD)
    return client


@pytest.mark.django_db
def test_the_office_page_links_by_ticking_and_undoes(administrator: Client, county: County) -> None:
    document = rule(county)
    page = f"/office/documents/rulebook/{document.pk}/?agency={county.finance.pk}"
    assert "一次性告知补正" in administrator.get(page).content.decode()
    assert administrator.post(page, {"pair": ["request.correct 第二条"]}).status_code == 302
    assert administrator.post(page, {"act": "request.fee", "clause": []}).status_code == 302
    wrong = administrator.post(page, {"act": "", "clause": ["第三条"]})
    assert wrong.status_code == 422
    assert 'value="第三条" id="rule_clause_2" checked' in wrong.content.decode()
    assert set(RuleLink.objects.values_list("act", "clause")) == {
        ("request.correct", "第二条"),
        ("request.fee", ""),
    }
    index = administrator.get(f"/office/documents/rulebook/?agency={county.finance.pk}").content.decode()
    assert f"/d/{document.pk}/#art-2" in index
    row = RuleLink.objects.get(act="request.fee")
    assert (
        administrator.post(f"/office/documents/rulebook/links/{row.pk}/unlink/", {"back": "rule"}).status_code
        == 302
    )
    assert administrator.get("/office/documents/rulebook/?agency=999").status_code == 404


@pytest.mark.django_db
def test_only_the_administrator_is_offered_anything(client: Client, county: County) -> None:
    document = rule(county)
    (row,) = linked(county, document, ("request.correct", "第二条"))
    client.login(username="officer", password=PASSWORD)
    page = f"/office/documents/rulebook/{document.pk}/"
    assert "/unlink/" not in client.get(page).content.decode()
    client.post(page, {"pair": ["request.fee 第一条"]})
    client.post(f"/office/documents/rulebook/links/{row.pk}/unlink/")
    assert list(links.current([county.finance])) == [row]
    client.login(username="stranger", password=PASSWORD)
    assert client.get(f"/office/documents/rulebook/?agency={county.finance.pk}").status_code == 404
    assert client.post(f"/office/documents/rulebook/links/{row.pk}/unlink/").status_code == 404


@pytest.mark.django_db
def test_a_lost_rule_is_a_line_of_today(administrator: Client, county: County) -> None:
    document = rule(county)
    linked(county, document, ("request.correct", "第二条"))
    assert "所依据的制度" not in administrator.get("/office/").content.decode()
    catalog.withdraw(actor=county.leader, document=document, reason="内容有误", on=TODAY())
    assert "所依据的制度已经废止、失效或者撤下" in administrator.get("/office/").content.decode()
    assert (
        "没有了依据的条款"
        in administrator.get(f"/office/documents/rulebook/?agency={county.finance.pk}").content.decode()
    )


@pytest.mark.django_db
def test_the_pages_and_the_file_cost_the_same_for_many_rules(administrator: Client, county: County) -> None:
    make_post(county.finance, county.administrator, Duty.ADMINISTRATOR)
    linked(county, rule(county), ("request.correct", "第二条"))
    address = f"/office/documents/rulebook/?agency={county.finance.pk}"
    administrator.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        administrator.get(address)
    for number in range(3):
        linked(
            county,
            rule(county, f"云溪县财政局{number}号制度"),
            ("request.extend", "第三条"),
            ("request.fee", ""),
        )
    with CaptureQueriesContext(connection) as many:
        administrator.get(address)
    assert len(many) == len(one)
    book = load_workbook(
        io.BytesIO(
            administrator.get(f"/office/documents/rulebook/rulebook.xlsx?agency={county.finance.pk}").content
        )
    )
    rows = list(book["环节依据"].iter_rows(values_only=True))
    assert len(rows) == 1 + len(acts.every()) + 3 * 2 - 2
    assert (
        "依申请公开",
        "补正",
        "《政府信息公开条例》第三十条",
        "《云溪县财政局依申请公开制度》",
        "第二条",
    ) in [row[:5] for row in rows]


@pytest.mark.django_db
def test_the_signing_page_names_the_clause_behind_each_step(client: Client, county: County) -> None:
    document = rule(county)
    linked(county, document, ("publication.secrecy", "第二条"), ("publication.review", "第三条"))
    waiting = desk.submitted(county, title="等待签署的文件", document_number="云财发〔2026〕9号")
    client.login(username="reviewer", password=PASSWORD)
    page = client.get(f"/office/review/sign/{waiting.current_workflow_task_state.pk}/").content.decode()
    assert page.count(f'/d/{document.pk}/#art-3">') == 2  # beside the heading, and in the progress
    assert page.count(f'/d/{document.pk}/#art-2">') == 1
