"""A closed request is handled anew because a reconsideration body or a court set the answer aside and ordered another.

The regulation sets no limit for the new answer; the reading is in `docs/explanation/decisions/0102-reopened-requests.md`.
"""

from __future__ import annotations

from gongkai.law.clock.closing import WITHDRAWN_AS, abandoned_as
from gongkai.law.clock.docket import Conclusion, Docket
from gongkai.law.clock.events import Decided, Reopened
from gongkai.law.steps import written

ARTICLE = {
    "reconsideration": "《中华人民共和国行政复议法》第六十四条",
    "litigation": "《中华人民共和国行政诉讼法》第七十条",
}
_WHO = {"reconsideration": "复议决定", "litigation": "判决"}


def reopen(docket: Docket, event: Reopened) -> None:
    """A fresh limit from this day (day 0); how the request had ended before is kept."""
    article = ARTICLE[event.basis]
    ended = _conclusion(docket, event)
    if ended is None:
        text = f"{written(event.on)}的{_WHO[event.basis]}到达时申请尚未办结，期限照原来的计算"
        docket.problem("reopened_while_open", article, text)
        return
    docket.conclusions.append(ended)
    docket.closing, docket.delayed_until = None, None
    docket.consultations.clear()
    docket.received_on = docket.received_on or event.on
    docket.restart(event.on)
    text = (
        f"{_WHO[event.basis]}要求重新答复，自{written(event.on)}起重新计算{docket.reply_limit}个工作日；"
        f"原于{written(ended.on)}办结的结果保留"
    )
    docket.step(event.on, "reopened", article, text)


def _conclusion(docket: Docket, event: Reopened) -> Conclusion | None:
    """How the request stands ended on that day; None while it is open."""
    closed = docket.closing
    if isinstance(closed, Decided):
        due = docket.due(closed.on)
        return Conclusion(closed.on, "decided", closed.outcome, due is None or closed.on <= due)
    if closed is not None:
        return Conclusion(closed.on, "withdrawn", WITHDRAWN_AS, None)
    passed = docket.lapsed(event.on)
    if passed is None:
        return None
    return Conclusion(passed, "abandoned", abandoned_as(docket)[0], None)
