"""Asking third parties (Art 32) and other agencies (Art 34): the time needed is not counted (Art 33)."""

from __future__ import annotations

from datetime import date

from gongkai.law.clock.docket import Consultation, Docket
from gongkai.law.clock.events import ConsultationAnswered, ConsultationSent
from gongkai.law.reading import shown
from gongkai.law.steps import written

ART_33 = "第三十三条第三款"
ARTICLE = {"third_party": "第三十二条", "agency": "第三十四条"}
_WHO = {"third_party": "第三方", "agency": "其他行政机关"}
_SILENCE = {
    "third_party": "第三方逾期未提出意见的，由行政机关决定是否公开，不视为同意",
    "agency": "被征求意见的机关逾期未提出意见的，视为同意公开",
}


def consult(docket: Docket, event: ConsultationSent) -> None:
    """A letter went out: from the next day the working days are not counted, until the opinion or its latest end."""
    article, who = ARTICLE[event.party], _WHO[event.party]
    due = docket.due()
    latest, basis = _latest(docket, event)
    docket.consultations[event.ref] = Consultation(event, latest)
    text = f"{written(event.on)}书面征求{who}意见（{shown(event.ref)}）"
    if event.party == "agency" and docket.parameter("agency_consultation_excluded") is None:
        docket.step(
            event.on,
            "consultation_counted",
            docket.reply_article,
            f"{text}；依当时的条例，征求其他机关意见的时间计入期限",
        )
    elif due is not None and event.on >= due:
        docket.problem(
            "consultation_after_limit", ART_33, f"{text}时答复期限已到{written(due)}，不再影响期限"
        )
    elif latest is None:
        docket.step(
            event.on,
            "suspension",
            article,
            f"{text}，自次日起至收到意见之日不计入答复期限；当时的条例未规定其期限",
        )
    else:
        docket.step(
            event.on,
            "suspension",
            ART_33,
            f"{text}，自次日起所需时间不计入答复期限；{basis}，至{written(latest)}止",
        )


def _latest(docket: Docket, event: ConsultationSent) -> tuple[date | None, str]:
    limit = docket.parameter(f"{event.party}_limit")
    if limit is None:
        return None, ""
    delivered = event.received_on
    if delivered is not None and delivered <= docket.as_of:
        return docket.calendar.add(
            delivered, limit.number
        ), f"对方应当自{written(delivered)}收到之日起{limit.number}个工作日内提出意见"
    text = f"对方收到征求意见书的日期不明，其{limit.number}个工作日自寄出之日起计算"
    return docket.calendar.add(event.on, limit.number), text


def take_opinion(docket: Docket, event: ConsultationAnswered) -> None:
    """The opinion arrived: the clock goes on, from the consultee's latest end when it came after that."""
    consultation = docket.consultations.get(event.ref)
    if consultation is None:  # the letter went out after the request was closed, and moved nothing
        return
    consultation.answered_on = event.on
    party = consultation.sent.party
    article, who = ARTICLE[party], _WHO[party]
    text = f"{written(event.on)}收到{who}的意见（{shown(event.ref)}）"
    if consultation.latest is not None and event.on > consultation.latest:
        docket.problem(
            "consultation_answered_late",
            article,
            f"{text}，已超过{written(consultation.latest)}，超过的时间计入答复期限；{_SILENCE[party]}",
        )
    else:
        docket.step(event.on, "suspension_ended", ART_33, f"{text}，自次日起继续计算答复期限")
    if event.objects and party == "third_party":
        text = "第三方不同意公开且有合理理由的，不予公开；认为不公开可能对公共利益造成重大影响而决定公开的，应当书面告知第三方内容和理由"
        docket.step(event.on, "third_party_objects", article, text)


def note_silences(docket: Docket, until: date) -> None:
    """A step for every consultee who let the time pass, up to a day."""
    for consultation in docket.consultations.values():
        latest, party = consultation.latest, consultation.sent.party
        if latest is not None and latest < until and consultation.answered_on is None:
            text = f"（{shown(consultation.sent.ref)}）期限届满未提出意见：{_SILENCE[party]}；自次日起继续计算答复期限"
            docket.step(latest, "consultation_silent", ARTICLE[party], text)


def is_suspended(docket: Docket, spans: list[tuple[date, date]], due: date) -> bool:
    """Whether a consultation that moves the limit `due` is open on the day looked at."""
    return any(
        consultation.answered_on is None
        and any(first <= consultation.sent.on and docket.as_of <= last for first, last in spans)
        and consultation.sent.on < due
        for consultation in docket.consultations.values()
    )
