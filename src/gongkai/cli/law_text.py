"""How the `law` commands speak to people: plain Chinese lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gongkai.law.clock import Clock
from gongkai.law.errors import LawInputError
from gongkai.law.fees import Fee
from gongkai.law.forms import Finding
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.steps import Step, written

STATUS = {
    "awaiting_confirmation": "待确认收到",
    "running": "办理中",
    "awaiting_correction": "待申请人补正",
    "suspended": "征求意见中",
    "awaiting_payment": "待申请人缴费",
    "overdue": "已逾期",
    "decided": "已答复",
    "abandoned": "视为放弃",
    "withdrawn": "已撤回",
}
_CELLS_SHOWN = 8


def due_text(start: date, days: int, due: date, provisional: bool, steps: Sequence[Step]) -> Iterator[str]:
    """The lines of `gongkai law due`."""
    yield f"{written(start)}起{days}个工作日：{written(due)}" + ("（暂定）" if provisional else "")
    yield from _steps(steps)


def clock_text(clock: Clock) -> Iterator[str]:
    """The lines of `gongkai law clock`."""
    yield f"状态：{STATUS[clock.status]}"
    if clock.received_on:
        yield f"收到申请之日：{written(clock.received_on)}"
    if clock.due_on:
        yield f"答复期限：{written(clock.due_on)}" + ("（暂定）" if clock.provisional else "")
    if clock.applicant_limit_on:
        yield f"申请人期限：{written(clock.applicant_limit_on)}" + ("（暂定）" if clock.provisional else "")
    if clock.remaining is not None:
        yield (
            f"逾期：{-clock.remaining}个工作日"
            if clock.status == "overdue"
            else f"剩余：{clock.remaining}个工作日"
        )
    if clock.outcome:
        outcome = OUTCOMES[clock.outcome]
        alone = outcome.group_label.endswith(outcome.label)
        yield f"结果：{outcome.group_label}" + ("" if alone else f"　{outcome.label}")
    if clock.decided_on_time is not None:
        yield "按期答复：" + ("是" if clock.decided_on_time else "否")
    yield from _steps(clock.steps)
    if clock.problems:
        yield "问题："
        yield from (
            f"  - {_cited(problem.text, problem.article)}［{problem.code}］" for problem in clock.problems
        )


def _steps(steps: Sequence[Step]) -> Iterator[str]:
    yield "步骤："
    yield from (f"  {step.on}  {_cited(step.text, step.article)}" for step in steps)


def _cited(text: str, article: str) -> str:
    return f"{text}（{article}）" if article else text


def fee_text(fee: Fee) -> Iterator[str]:
    """The lines of `gongkai law fee`."""
    unit = "件" if fee.method == "items" else "页"
    yield f"按{'件' if fee.method == 'items' else '量'}计收，{fee.count}{unit}：{fee.amount:,}元（{fee.article}）"
    yield from (f"  {line.text}" for line in fee.lines)


def findings_text(findings: Sequence[Finding]) -> Iterator[str]:
    """The lines of `gongkai law check-form`."""
    if not findings:
        yield "未发现问题。"
    for finding in findings:
        name = {"error": "错误", "warning": "提示"}[finding.severity]
        yield f"{finding.id} {name}：{finding.text}"
        more = f" 等{len(finding.cells)}格" if len(finding.cells) > _CELLS_SHOWN else ""
        yield f"    {' '.join(finding.cells[:_CELLS_SHOWN])}{more}"


def refusal_text(error: LawInputError) -> Iterator[str]:
    """The lines for bad input: every reason."""
    yield f"输入有误，共{len(error.reasons)}处："
    for reason in error.reasons:
        where = f"{reason.where}：" if reason.where else ""
        yield f"  - {where}{reason.text}［{reason.code}］"
