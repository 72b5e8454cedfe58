"""Validity that acts by itself, relations that act on their target, limits that are data."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalog import (
    browsing,
    limit_setting,
    limits,
    occasions,
    publication,
    queries,
    relating,
    services,
    turning,
    validity,
)
from gongkai.catalog.models import Document, PublicationLimit, Relation
from gongkai.ledger.models import Event
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.world import County

TODAY = timezone.localdate()
DAY = timedelta(days=1)
# What the row says; today's validity.
CASES: list[tuple[dict[str, Any], str]] = [
    ({}, "in_force"),
    ({"effective_on": TODAY}, "in_force"),
    ({"effective_on": TODAY + DAY}, "not_yet"),
    ({"expires_on": TODAY}, "in_force"),
    ({"expires_on": TODAY - DAY}, "expired"),
    ({"validity": "amended", "validity_from": TODAY}, "amended"),
    ({"validity": "amended", "validity_from": TODAY + DAY}, "in_force"),
    ({"validity": "repealed", "validity_from": TODAY + DAY}, "in_force"),
    ({"validity": "repealed", "validity_from": TODAY}, "repealed"),
    ({"validity": "partly", "validity_from": None}, "partly"),
    ({"repealed_from": TODAY, "expires_on": TODAY - DAY}, "repealed"),
    ({"repealed_from": TODAY, "effective_on": TODAY + DAY}, "repealed"),
    ({"partly_from": TODAY, "amended_from": TODAY}, "partly"),
    ({"amended_from": TODAY, "effective_on": TODAY + DAY}, "not_yet"),
    ({"validity": "expired", "validity_from": TODAY}, "expired"),
]


def test_the_rule_and_its_query_agree(county: County) -> None:
    for values, expected in CASES:
        document = desk.draft(county)
        Document.objects.filter(pk=document.pk).update(**values)
        document.refresh_from_db()
        assert document.validity_now == expected, values
        found = Document.objects.alias(now=validity.expression(TODAY)).filter(pk=document.pk, now=expected)
        assert found.exists(), values


def repealing(county: County, **fields: Any) -> Document:
    values = {"title": "云溪县惠农补助资金管理规定", "document_number": "云财发〔2026〕9号", **fields}
    return desk.draft(county, **values)


def out(county: County, document: Document) -> Document:
    services.submit_for_review(actor=county.officer, document=document)
    return desk.sign(county, document)


def test_a_repeal_acts_when_its_document_is_published_and_on_its_day(county: County) -> None:
    old = desk.published(county)
    new = repealing(county)
    services.relate(
        actor=county.officer, source=new, kind="repeals", target=old, effective_on=TODAY + 10 * DAY
    )
    old.refresh_from_db()
    assert old.repealed_from is None
    out(county, new)
    old.refresh_from_db()
    assert (old.validity_now, old.repealed_from) == ("in_force", TODAY + 10 * DAY)
    assert validity.on(old, TODAY + 10 * DAY) == "repealed"
    for document in (old, new):
        assert [group["starts_on"] for group in queries.relations_of(document)] == [TODAY + 10 * DAY]
    assert list(browsing.narrowed(queries.public_documents(), validity="repealed")) == []
    assert relating.validity_differences() == []


def test_a_mistaken_repeal_is_taken_back_and_stays_in_the_ledger(county: County) -> None:
    old, new = desk.published(county), desk.published(county, document_number="云财发〔2026〕9号")
    relation = services.relate(actor=county.officer, source=new, kind="repeals", target=old)
    old.refresh_from_db()
    assert old.validity_label == "废止"
    with pytest.raises(Refused, match="VALIDITY-BY-RELATION"):
        services.change_validity(actor=county.officer, document=old, validity="in_force", on=TODAY)
    with pytest.raises(Refused, match="RELATION-REASON"):
        services.unrelate(actor=county.officer, relation=relation, reason=" ")
    services.unrelate(actor=county.officer, relation=relation, reason="选错了文件")
    old.refresh_from_db()
    assert old.validity_label == "有效"
    types = Event.objects.filter(object_id=new.pk, kind="catalog.document").values_list("type", flat=True)
    assert {"catalog.document.related", "catalog.document.unrelated"} <= set(types)
    turns = Event.objects.filter(object_id=old.pk, type="catalog.document.validity_changed").order_by("id")
    assert [(event.data["from"], event.data["to"]) for event in turns] == [
        ("in_force", "repealed"),
        ("repealed", "in_force"),
    ]


def test_what_was_withdrawn_has_repealed_all_the_same(county: County) -> None:
    old, new = desk.published(county), desk.published(county, document_number="云财发〔2026〕9号")
    services.relate(actor=county.officer, source=new, kind="repeals", target=old)
    services.withdraw(actor=county.leader, document=new, reason="含有个人信息", on=TODAY)
    old.refresh_from_db()
    assert old.validity_now == "repealed"
    assert relating.validity_differences() == []


def test_relations_that_cannot_be(county: County) -> None:
    first, second = desk.published(county), desk.published(county, document_number="云财发〔2026〕9号")
    third = desk.published(county, document_number="云财发〔2026〕10号")

    def refused(source: Document, kind: str, target: Document, **values: Any) -> set[str]:
        with pytest.raises(Refused) as caught:
            services.relate(actor=county.officer, source=source, kind=kind, target=target, **values)
        return caught.value.codes

    assert refused(first, "repeals", first) == {"RELATION-SELF"}
    assert refused(second, "repeals_partly", first, effective_on=date(2020, 1, 1)) == {
        "RELATION-ARTICLES",
        "RELATION-BEFORE",
    }
    services.relate(actor=county.officer, source=second, kind="repeals", target=first)
    services.relate(actor=county.officer, source=third, kind="repeals", target=second)
    assert refused(first, "repeals", third) == {"RELATION-CYCLE"}
    assert refused(first, "nothing", third) == {"RELATION"}
    with pytest.raises(Refused, match="RELATION-NONE"):
        services.relate_many(actor=county.officer, source=first, kind="repeals", bearings=[])


def test_only_ones_own_documents_are_repealed(county: County) -> None:
    new = desk.published(county)
    foreign = services.create_draft(
        actor=county.administrator, agency=county.education, column=None, title="县教育局的文件"
    )
    with pytest.raises(Refused, match="RELATION-FOREIGN"):
        services.relate(actor=county.officer, source=new, kind="repeals", target=foreign)
    services.relate(actor=county.officer, source=new, kind="see_also", target=foreign)
    with pytest.raises(PermissionDenied):
        services.relate(actor=county.officer, source=foreign, kind="repeals", target=new)


def test_a_clean_up_repeals_many_or_none(county: County) -> None:
    result = desk.published(county, document_number="云财发〔2026〕9号")
    olds = [desk.published(county, document_number=f"云财发〔2026〕{n}号") for n in (1, 2)]
    with pytest.raises(Refused, match="RELATION-SELF"):
        services.relate_many(
            actor=county.officer, source=result, kind="repeals",
            bearings=[services.Bearing(one) for one in (*olds, result)],
        )  # fmt: skip
    assert not Relation.objects.exists()
    bearings = [services.Bearing(olds[0], "第三条"), services.Bearing(olds[1], "第八条、第九条")]
    services.relate_many(actor=county.officer, source=result, kind="repeals_partly", bearings=bearings)
    assert {one.validity_now for one in Document.objects.filter(pk__in=[one.pk for one in olds])} == {
        "partly"
    }
    assert browsing.narrowed(queries.public_documents(), validity="partly").count() == 2


def test_an_interpretation_goes_out_with_its_policy(county: County) -> None:
    policy = desk.submitted(county)
    explained = desk.draft(county, document_type="interpretation", title="办法解读", document_number="")
    services.relate(actor=county.officer, source=explained, kind="interprets", target=policy)
    services.submit_for_review(actor=county.officer, document=explained)
    blockers = [one for one in publication.blockers(explained) if one.code == "INTERPRETATION-FIRST"]
    assert policy.title in blockers[0].text
    assert str(policy.pk) in blockers[0].url
    desk.sign(county, policy)
    assert policy.interpretation_due_on == TODAY
    assert policy in queries.waiting_for_interpretation(Document.objects.all())
    desk.sign(county, explained)
    assert explained.live
    assert policy not in queries.waiting_for_interpretation(Document.objects.all())


def test_a_date_that_comes_is_told_once(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    document = desk.published(county)
    services.change_validity(actor=county.leader, document=document, validity="repealed", on=TODAY + 2 * DAY)
    assert document.validity_now == "in_force"
    told: list[tuple[int, str]] = []
    monkeypatch.setattr(occasions, "tell", lambda found, act: told.append((found.pk, act)))
    moment = timezone.make_aware(datetime.combine(TODAY, datetime.min.time())) + timedelta(hours=9)
    for days in (0, 1, 3, 3, 4):  # the day itself is missed
        turning.work(moment + days * DAY)
    assert told == [(document.pk, "validity_changed")]
    event = Event.objects.filter(object_id=document.pk, type="catalog.document.validity_changed").get()
    assert (event.data["to"], event.occurred_on) == ("repealed", TODAY + 2 * DAY)


def test_due_dates_follow_the_limit_in_force(county: County) -> None:
    general = desk.draft(county, signed_on=date(2026, 3, 2))
    penalty = desk.draft(county, signed_on=date(2026, 3, 2), document_type="penalty")
    assert (general.publication_due_on, penalty.publication_due_on) == (date(2026, 3, 30), date(2026, 3, 11))
    set_limit = lambda **values: limit_setting.set_limit(  # noqa: E731
        **{
            "actor": county.administrator, "agency": county.government, "kind": "publication",
            "since": date(2026, 1, 1), "source": "云溪县规定第三条", "number": 5, **values,
        }
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        set_limit(actor=county.officer)
    with pytest.raises(Refused) as refused:
        set_limit(source=" ", number=0)
    assert refused.value.codes == {"LIMIT-SOURCE", "LIMIT-ZERO"}
    set_limit()
    general.refresh_from_db()
    penalty.refresh_from_db()
    assert (general.publication_due_on, penalty.publication_due_on) == (date(2026, 3, 9), date(2026, 3, 11))
    why = limits.publication_due(general)
    assert why is not None
    assert "云溪县规定第三条" in [step.article for step in why.steps]
    assert limit_setting.due_differences() == []
    Document.objects.filter(pk=general.pk).update(publication_due_on=date(2026, 3, 10))
    assert len(limit_setting.due_differences()) == 1
    set_limit(number=None, since=date(2026, 2, 1))
    general.refresh_from_db()
    assert general.publication_due_on == date(2026, 3, 30)
    assert Event.objects.filter(type="catalog.limit.set").count() == 2
    with pytest.raises(PermissionDenied):
        PublicationLimit.objects.get(number=5).delete()
    with pytest.raises(Error), transaction.atomic():
        PublicationLimit.objects.update(number=6)
    assert Agency.objects.filter(publication_limits__isnull=False).distinct().count() == 1
