"""The worklist of limits, the limits an administrator sets, the page that relates documents, and who was in time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalog import deadlines, limit_setting, obligations, services
from gongkai.catalog.models import Document, PublicationLimit, Relation
from tests.catalog import desk
from tests.world import County

TODAY = timezone.localdate()
LIST = "/office/documents/limits/"
SETTINGS = "/office/documents/limits/settings/"


def office(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def every() -> Any:
    return Agency.objects.all()


def test_each_kind_lists_what_waits(county: County) -> None:
    draft = desk.draft(county, signed_on=date(2026, 3, 2))
    rumour = desk.draft(county, document_type="clarification", formed_on=TODAY, document_number="")
    policy = desk.published(county, expires_on=TODAY + timedelta(days=80))
    far = desk.published(county, expires_on=TODAY + timedelta(days=120), interpretation_waiver="内容简明")
    guide = desk.published(
        county, document_type="guide", document_number="", column=desk.column(county, "guide")
    )
    withheld = desk.published(
        county, disclosure_class="withheld", ground="state_secret", ground_article="保守国家秘密法"
    )
    Document.objects.filter(pk=guide.pk).update(last_published_at=timezone.now() - timedelta(days=400))
    found = {code: list(obligations.open_rows(code, every(), TODAY)) for code in obligations.KINDS}
    assert found == {
        "publication": [draft],
        "clarification": [rumour],
        "interpretation": [policy],
        "reassessment": [withheld],
        "expiry": [policy],
        "guide": [guide],
    }
    assert found["guide"][0].due_on < TODAY
    assert obligations.counts(every(), TODAY)["guide"] == (1, 1)
    assert far not in found["expiry"]
    matters = {one.matter for one in deadlines.of(every())}
    assert f"catalog.interpretation-{policy.pk}" in matters
    assert f"catalog.document-{draft.pk}" in matters
    assert not any(policy.title in one.title for one in deadlines.of(every()))
    limit_setting.set_limit(
        actor=county.administrator, agency=county.government, kind="expiry", since=TODAY, source="云溪县规定",
        number=180, unit="calendar_days",
    )  # fmt: skip
    assert far in obligations.open_rows("expiry", every(), TODAY)


def test_the_worklist_shows_ones_own_subtree_at_a_constant_cost(county: County) -> None:
    desk.draft(county, signed_on=date(2026, 3, 2), title="没有发出去的办法")
    supervisor = office(county.supervisor)
    page = supervisor.get(LIST)
    assert "没有发出去的办法" in page.content.decode()
    assert "已逾期" in page.content.decode()
    stranger = office(county.stranger).get(LIST, {"kind": "publication", "agency": county.finance.pk})
    assert "没有发出去的办法" not in stranger.content.decode()
    assert (
        "没有符合条件"
        in supervisor.get(LIST, {"kind": "publication", "agency": county.education.pk}).content.decode()
    )
    with CaptureQueriesContext(connection) as few:
        supervisor.get(LIST, {"kind": "publication"})
    for _number in range(5):
        desk.draft(county, signed_on=date(2026, 3, 2))
    with CaptureQueriesContext(connection) as many:
        supervisor.get(LIST, {"kind": "publication"})
    assert len(many) == len(few)
    assert Client().get(LIST).status_code == 302


def test_an_administrator_sets_a_limit_and_nobody_else(county: County) -> None:
    given = {
        "agency": county.government.pk, "kind": "publication", "document_type": "notice", "number": 3,
        "unit": "working_days", "since": TODAY.isoformat(), "source": "云溪县规定",
    }  # fmt: skip
    officer = office(county.officer)
    assert "设置期限" not in officer.get(SETTINGS).content.decode()
    assert officer.post(SETTINGS, given).status_code == 422
    administrator = office(county.administrator)
    wrong = administrator.post(SETTINGS, {**given, "source": "", "number": "-1"})
    assert wrong.status_code == 422
    assert "依据" in wrong.content.decode()
    assert not PublicationLimit.objects.exists()
    refused = administrator.post(SETTINGS, {**given, "kind": "guide"})
    assert "LIMIT-BY-AGENCY" in refused.content.decode()
    assert administrator.post(SETTINGS, given).status_code == 302
    assert "3个工作日" in administrator.get(SETTINGS).content.decode()
    assert "3个工作日" in officer.get(SETTINGS).content.decode()


def test_many_are_related_on_one_page_and_nothing_typed_is_lost(county: County) -> None:
    result = desk.published(county, title="清理结果", document_number="云财发〔2026〕9号")
    olds = [desk.published(county, document_number=f"云财发〔2026〕{n}号", title=f"办法{n}") for n in (1, 2)]
    client, address = office(county.officer), f"/office/documents/{result.pk}/relations/"
    page = client.get(address).content.decode()
    assert "办法1" in page
    found = client.get(address, {"q": "办法2"}).content.decode()
    assert "办法2" in found
    assert "办法1" not in found
    targets = [old.pk for old in olds]
    typed = {
        "kind": "repeals_partly",
        "target": targets,
        f"articles-{targets[0]}": "第三条",
        "note": "县政府决定",
    }
    wrong = client.post(address, typed)
    assert wrong.status_code == 422
    assert "RELATION-ARTICLES" in wrong.content.decode()
    assert 'value="第三条"' in wrong.content.decode()
    assert "县政府决定" in wrong.content.decode()
    assert not Relation.objects.exists()
    client.post(address, {**typed, f"articles-{targets[1]}": "第五条"})
    assert Relation.objects.filter(source=result, kind="repeals_partly").count() == 2
    relation = Relation.objects.get(target=olds[0])
    assert office(county.stranger).post(f"{address}{relation.pk}/undo/", {"reason": "试试"}).status_code in {
        302,
        403,
    }
    assert Relation.objects.count() == 2
    client.post(f"{address}{relation.pk}/undo/", {"reason": "选错了"})
    assert list(Relation.objects.values_list("target", flat=True)) == [olds[1].pk]
    desk_page = client.get(f"/office/snippets/catalog/document/inspect/{olds[1].pk}/").content.decode()
    assert "有效性的变化" in desk_page


def test_a_draft_of_another_agency_is_not_named(county: County) -> None:
    mine = desk.published(county)
    secret = services.create_draft(
        actor=county.stranger, agency=county.education, column=None, title="还没有公开的决定"
    )
    services.relate(actor=county.stranger, source=secret, kind="see_also", target=mine)
    page = office(county.officer).get(f"/office/documents/{mine.pk}/relations/").content.decode()
    assert "还没有公开的决定" not in page


def test_who_was_in_time(county: County) -> None:
    in_time = desk.published(county, signed_on=TODAY - timedelta(days=2))
    late = desk.published(county, signed_on=date(2026, 3, 2))
    missing = desk.draft(county, signed_on=date(2026, 3, 2))
    Document.objects.filter(pk=in_time.pk).update(publication_due_on=TODAY - timedelta(days=1),
        published_on=timezone.now() - timedelta(days=1))  # fmt: skip
    found = obligations.on_time(every(), TODAY.year, TODAY)
    publication = found[county.finance.pk, "publication"]
    assert publication == obligations.OnTime((in_time.pk,), (late.pk,), (missing.pk,))
    assert publication.whole == 3
    assert obligations.on_time(every(), TODAY.year + 1, TODAY) == {}
