"""From the first fact to the published outcome: what may go out, what is refused, what stays sealed, what adds up."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from gongkai.catalog import services as catalog
from gongkai.engagement import following, queries, rules
from gongkai.engagement.models import Comment, CommentOriginal, Consultation, EngagementLimit
from gongkai.engagement.services import comments, drafting, hearings, originals, planning, sorting
from gongkai.ledger.models import Event
from gongkai.review.rules import Refused
from tests.catalog import desk as paper_desk
from tests.engagement import desk
from tests.scan import values
from tests.world import County

pytestmark = pytest.mark.django_db
State = rules.State
RESIDENT_ID = values.resident_id(Random(7))


def state(row: Consultation) -> State:
    return queries.state_of(row, desk.today())


def refused(act: Any, **arguments: Any) -> set[str]:
    with pytest.raises(Refused) as caught:
        act(**arguments)
    return caught.value.codes


def test_nothing_is_seen_before_the_announcement_is_signed(county: County) -> None:
    row = planning.plan(actor=county.officer, agency=county.finance, facts=desk.facts())
    draft = desk.name_draft(county, row, is_public=False)
    document = drafting.draft_announcement(actor=county.officer, consultation=row)
    assert state(row) == State.PREPARING
    assert not queries.public().exists()
    assert refused(comments.comment_online, consultation=row, text="好", form_key=desk.KEY) == {
        "COMMENT-CLOSED"
    }
    assert refused(desk.publish, county=county, document=document) == {"CONSULT-DRAFT-FIRST"}
    desk.cleared(draft)
    catalog.approve(actor=county.leader, document=document)
    assert [one.pk for one in queries.public()] == [row.pk]
    assert state(row) == State.OPEN
    catalog.withdraw(actor=county.leader, document=document, reason="附件有误", on=desk.today())
    assert not queries.public().exists()


def test_everything_that_is_wrong_is_said_at_once(county: County) -> None:
    def codes(**changes: Any) -> set[str]:
        return refused(
            planning.plan, actor=county.officer, agency=county.finance, facts=desk.facts(**changes)
        )

    assert codes(closes_on=desk.days(29)) == {"CONSULT-SHORT"}
    assert codes(closes_on=desk.days(-2), title=" ") == {"CONSULT-TITLE", "CONSULT-PAST", "CONSULT-ORDER"}
    assert codes(takes_online=False) == {"CONSULT-WAYS"}
    assert codes(kind="poll") == {"CONSULT-KIND"}
    assert codes(kind="hearing") >= {"HEARING-FACTS"}
    short = desk.facts(closes_on=desk.days(10), short_reason="汛期将至，须在汛前作出决定。")
    planning.plan(actor=county.officer, agency=county.finance, facts=short)
    with pytest.raises(PermissionDenied):
        planning.plan(actor=county.stranger, agency=county.finance, facts=desk.facts())


def test_an_announcement_that_comes_late_leaves_too_little_time(county: County) -> None:
    row = desk.planned(county)
    document = drafting.draft_announcement(actor=county.officer, consultation=row)
    catalog.submit_for_review(actor=county.officer, document=document)
    Consultation.objects.filter(pk=row.pk).update(
        opens_on=row.opens_on - timedelta(days=5), closes_on=row.closes_on - timedelta(days=5)
    )
    paper_desk.sign(county, document, "reviewer", "secrecy")
    # the last signature publishes: the facts were changed, and from today 26 days are left
    assert refused(catalog.approve, actor=county.leader, document=document) == {
        "CONSULT-FACTS",
        "CONSULT-SHORT",
    }
    document.refresh_from_db()
    assert not document.live


def test_a_withdrawn_announcement_is_corrected_and_drafted_anew(county: County) -> None:
    row = desk.announced(county)
    first = row.papers.get(role="announcement").document
    changed = {"actor": county.officer, "consultation": row, "facts": desk.facts(contact="法规科")}
    assert refused(planning.change, **changed) == {"CONSULT-ANNOUNCED"}
    catalog.withdraw(actor=county.leader, document=first, reason="科室有误", on=desk.today())
    planning.change(**changed)
    again = drafting.draft_announcement(actor=county.officer, consultation=row)
    assert again.pk != first.pk
    assert again.data["contact"] == "法规科"


def test_the_draft_the_public_was_asked_about_is_not_exchanged(county: County) -> None:
    row = desk.announced(county)
    other = paper_desk.draft(county, title="另一份草案", document_number="")
    attach = {"actor": county.officer, "consultation": row, "document": other}
    assert refused(planning.attach, **attach, role="draft") == {"PAPER-FIXED"}
    assert refused(planning.attach, **attach, role="outcome") == {"PAPER-DRAFTED"}
    planning.attach(**attach, role="explanation")  # what was missing may be added


def test_facts_are_fixed_once_the_announcement_is_on_its_way(county: County) -> None:
    row = desk.planned(county)
    document = drafting.draft_announcement(actor=county.officer, consultation=row)
    planning.change(actor=county.officer, consultation=row, facts=desk.facts(contact="综合科"))
    assert refused(desk.publish, county=county, document=document) == {"CONSULT-FACTS"}
    assert refused(
        planning.change, actor=county.officer, consultation=row, facts=desk.facts(contact="法规科")
    ) == {"CONSULT-IN-REVIEW"}


def test_the_last_day_is_only_moved_later_and_says_why(county: County) -> None:
    row = desk.announced(county)
    before = row.closes_on
    extend = {"actor": county.officer, "consultation": row}
    assert refused(planning.extend, **extend, closes_on=before, reason="") == {
        "CONSULT-REASON",
        "CONSULT-EARLIER",
    }
    told = f"应{RESIDENT_ID}的要求。"
    assert refused(planning.extend, **extend, closes_on=before + timedelta(days=5), reason=told) == {
        "CONSULT-PERSONAL"
    }
    planning.extend(**extend, closes_on=before + timedelta(days=5), reason="意见较多，延长五日。")
    row.refresh_from_db()
    assert (row.closes_on - before).days == 5
    assert queries.closings(row) == [row.closes_on, before]
    paper = row.papers.get(role="announcement")
    assert drafting.is_as_registered(paper)  # it may be corrected and signed again as it was
    with pytest.raises(DatabaseError), transaction.atomic():
        row.period_changes.update(reason="改")


def test_an_opinion_is_kept_once_masked_and_sealed(county: County) -> None:
    row = desk.announced(county)
    text = f"支持降价。我的身份证号码是{RESIDENT_ID}，手机13912345678。"
    made, code = desk.said(row, text, name="周小满", contact="zhou@example.com")
    again, same = desk.said(row, text)
    assert (again.pk, same) == (made.pk, code)
    assert RESIDENT_ID not in made.text
    assert made.is_masked
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, name, contact, code_hash FROM engagement_commentoriginal")
        stored = "".join(cursor.fetchone())
    for personal in (RESIDENT_ID, "周小满", "zhou@", code):
        assert personal not in stored
    assert following.find(made.number, code.lower().replace("-", " ")) == made
    assert following.find(made.number, "2222-2222-2222") is None
    opened = originals.open_original(actor=county.officer, comment=made)
    assert (opened.text, opened.name) == (text, "周小满")
    assert Event.objects.filter(type="engagement.consultation.original_opened").count() == 1
    with pytest.raises(PermissionDenied):
        originals.open_original(actor=county.stranger, comment=made)
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.update(text="")
    assert not [
        event
        for event in Event.objects.all()
        if "周小满" in str(event.data) or RESIDENT_ID in str(event.data)
    ]


def test_the_same_words_are_told_and_not_lost(county: County) -> None:
    row = desk.announced(county)
    first, _code = desk.said(row, "票价应当降低。")
    assert queries.has_same_text(row, "票价 应当降低")
    second, _code = desk.said(row, "票价应当降低", key="b" * 40)
    assert second.duplicate_of == first
    group = sorting.keep_group(actor=county.officer, consultation=row, title="建议降价")
    assert sorting.sort(actor=county.officer, consultation=row, comments=[first.pk], group=group) == 2


def test_bad_opinions(county: County) -> None:
    row = desk.announced(county)
    assert refused(desk.said, row=row, text=" \u200b\n") == {"COMMENT-EMPTY"}
    assert refused(desk.said, row=row, text="长" * 34_000) == {"COMMENT-LONG"}
    made, _code = desk.said(row, "<script>alert(1)</script>\u202e建议")
    assert made.text == "<script>alert(1)</script>建议"  # escaped wherever it is shown
    desk.close(row)
    assert refused(desk.said, row=row, text="晚了", key="c" * 40) == {"COMMENT-CLOSED"}


def test_letters_are_entered_all_or_none(county: County) -> None:
    row = desk.close(desk.announced(county))
    good = comments.Said("建议增加班次。", row.closes_on, "letter", "李禾")
    late = comments.Said("来信晚了。", desk.today(), "letter")
    wrong = comments.Said("", row.closes_on, "online")
    arguments = {"actor": county.officer, "consultation": row}
    assert refused(comments.enter, **arguments, said=[good, late, wrong]) == {
        "COMMENT-DAY", "COMMENT-EMPTY", "COMMENT-CHANNEL",
    }  # fmt: skip
    assert not row.comments.exists()
    made = comments.enter(**arguments, said=[good])
    assert [one.number for one in made] == [f"FINANCE-Z{row.pk}-0001"]


def test_the_outcome_holds_every_opinion_and_is_fixed_once_public(county: County) -> None:
    row = desk.announced(county)
    texts = ("降价。", "降价！", "增加班次。", "改善候车亭。")
    made = [desk.said(row, text, key=str(number) * 40)[0] for number, text in enumerate(texts)]
    outcome = {"actor": county.officer, "consultation": row}
    assert refused(drafting.draft_outcome, **outcome) == {"OUTCOME-OPEN", "OUTCOME-UNSORTED"}
    desk.close(row)
    lower = sorting.keep_group(**outcome, title="降低票价", decision="adopted")
    more = sorting.keep_group(**outcome, title="增加班次")
    sorting.sort(**outcome, comments=[made[0].pk], group=lower)  # brings the second with the same words along
    sorting.sort(**outcome, comments=[made[2].pk, made[3].pk], group=more)
    assert refused(drafting.draft_outcome, **outcome) == {"OUTCOME-UNDECIDED"}
    assert refused(sorting.keep_group, **outcome, title="增加班次", decision="not_adopted", group=more) == {
        "GROUP-REASON"
    }
    sorting.keep_group(**outcome, title="增加班次", decision="not_adopted", reason="客流不足。", group=more)
    document = drafting.draft_outcome(**outcome)
    assert [one["number"] for one in document.data["rows"]] == [2, 2]
    assert "共收到意见4条（本网站4条），归纳为2个要点。其中：采纳2条，未采纳2条。" in str(document.body)
    # what is changed after it was drafted does not go out
    sorting.sort(**outcome, comments=[made[3].pk], group=lower)
    assert refused(desk.publish, county=county, document=document) == {"CONSULT-FACTS"}
    catalog.return_for_changes(actor=county.leader, document=document, opinion="请按新的归类重新生成")
    desk.cleared(drafting.draft_outcome(**outcome))
    assert state(row) == State.ANSWERED
    assert refused(sorting.sort, **outcome, comments=[made[3].pk], group=more) == {"SORT-NOT-NOW"}


def test_a_hearing_and_who_takes_part(county: County) -> None:
    row = planning.plan(actor=county.officer, agency=county.finance, facts=desk.hearing_facts())
    desk.name_draft(county, row)
    desk.publish(county, drafting.draft_announcement(actor=county.officer, consultation=row))
    people = [
        hearings.register(
            consultation=row,
            form_key=key * 40,
            name=name,
            telephone="0999-1111111",
            capacity="resident",
            reason="常坐",
        )[0]
        for key, name in (("a", "吴春芳"), ("b", "郑远"), ("c", "何平"))
    ]
    act = {"actor": county.officer, "consultation": row}
    assert refused(hearings.choose, **act, chosen=[people[0].pk]) == {"HEARING-REGISTERING"}
    row.hearing.register_until = desk.days(-1)
    row.hearing.save()
    assert refused(hearings.choose, **act, chosen=[one.pk for one in people]) == {"HEARING-SEATS"}
    assert hearings.choose(**act, chosen=[people[0].pk, people[1].pk]) == 2
    document = drafting.draft_participants(**act)
    assert "吴春芳" in str(document.body)
    assert "何平" not in str(document.body)


def test_no_discussion_before_the_review_of_legality(county: County) -> None:
    row = desk.planned(county)
    act = {"actor": county.officer, "consultation": row}
    assert refused(planning.record_stage, **act, stage="discussion", on=desk.today()) == {"STAGE-ORDER"}
    planning.record_stage(**act, stage="legality", on=desk.today())
    assert refused(planning.record_stage, **act, stage="discussion", on=desk.days(-1)) == {"STAGE-EARLY"}
    planning.record_stage(**act, stage="discussion", on=desk.today())
    assert [one.stage for one in queries.stages(row)] == ["legality", "discussion"]


def test_originals_go_when_their_time_is_over_and_counts_stay(county: County, settings: Any) -> None:
    row = desk.announced(county)
    desk.said(row, "我叫周小满，支持。", name="周小满")
    planning.call_off(actor=county.officer, consultation=row, reason="方案暂缓。")
    assert refused(originals.destroy, actor=county.leader, consultation=row) == {"ORIGINAL-KEPT"}
    Consultation.objects.filter(pk=row.pk).update(called_off_on=desk.days(-800))
    with pytest.raises(PermissionDenied):
        originals.destroy(actor=county.officer, consultation=row)
    assert originals.destroy(actor=county.leader, consultation=row) == 1
    kept = CommentOriginal.objects.get()
    assert (kept.text, kept.name, kept.code_hash) == ("", "", "")
    assert row.comments.count() == 1


def test_limits_are_set_at_the_top_with_their_source(county: County) -> None:
    act = {"code": "consultation_period", "source": "《江宁省重大行政决策程序规定》"}
    with pytest.raises(PermissionDenied):
        planning.set_limit(actor=county.officer, number=40, **act)
    assert refused(planning.set_limit, actor=county.administrator, number=20, **act) == {"LIMIT-NUMBER"}
    planning.set_limit(actor=county.administrator, number=40, **act)
    assert EngagementLimit.objects.get().number == 40
    assert refused(planning.plan, actor=county.officer, agency=county.finance, facts=desk.facts()) == {
        "CONSULT-SHORT"
    }
