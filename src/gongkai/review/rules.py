"""Pure decisions of the review: which steps are still unsigned, and who may not sign."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.review import conditions

APPROVED, RETURNED, REFERRED = "approved", "returned", "referred"
OWN_DRAFT, SECOND_STEP = "own_draft", "second_step"
EXCEPTIONS = {OWN_DRAFT: gettext_lazy("签署本人起草的内容"), SECOND_STEP: gettext_lazy("一人签署两个环节")}


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why something may not go out. `code` is stable, `text` says what to do about it, `url` where."""

    code: str
    text: str
    url: str = ""


class Refused(Exception):  # noqa: N818 - named after what happened, like the other rooms' refusals
    """An act of review or publication that may not happen, with all its reasons at once."""

    def __init__(self, blockers: Iterable[Blocker]) -> None:
        self.blockers = list(blockers)
        super().__init__(" ".join(f"[{blocker.code}] {blocker.text}" for blocker in self.blockers))

    @property
    def codes(self) -> set[str]:
        """The codes of all reasons."""
        return {blocker.code for blocker in self.blockers}


class Step(Protocol):
    """A step of the workflow in force."""

    pk: int
    name: str
    duty: str
    alongside: bool
    conditions: list[conditions.Condition]


class Signed(Protocol):
    """A signature as far as the rules look at it."""

    step_id: int
    content_sha256: str
    decision: str
    actor_id: int
    signed_at: datetime
    exceptions: list[str]


AnyStep = TypeVar("AnyStep", bound=Step)


@dataclass(frozen=True, slots=True)
class Open(Generic[AnyStep]):
    """A step that can be signed now, and since when."""

    step: AnyStep
    since: datetime


def plan(
    steps: Iterable[AnyStep], facts: Mapping[str, Sequence[str]], secrecy_duty: str
) -> list[list[AnyStep]]:
    """The stages a content with these facts passes, each with the steps that are signed in any order.

    Steps whose conditions do not hold are left out; the secrecy review never is (条例第十七条).
    """
    stages: list[list[AnyStep]] = []
    for step in steps:
        if step.alongside and stages:
            stages[-1].append(step)
        else:
            stages.append([step])
    needed = [
        [step for step in stage if step.duty == secrecy_duty or conditions.hold(step.conditions, facts)]
        for stage in stages
    ]
    return [stage for stage in needed if stage]


def open_steps(
    stages: Iterable[Sequence[AnyStep]],
    signatures: Sequence[Signed],
    content_sha256: str,
    submitted_at: datetime,
) -> list[Open[AnyStep]]:
    """The unsigned steps of the first stage that is not complete; empty when everything is signed."""
    since = submitted_at
    for stage in stages:
        unsigned = unsigned_steps(stage, signatures, content_sha256)
        if unsigned:
            return [Open(step, since) for step in unsigned]
        ids = {step.pk for step in stage}
        since = max(
            [since, *(s.signed_at for s in signatures if s.step_id in ids and s.decision == APPROVED)]
        )
    return []


def unsigned_steps(
    steps: Sequence[AnyStep], signatures: Iterable[Signed], content_sha256: str
) -> list[AnyStep]:
    """The steps whose newest signature is not an approval of exactly this content. `signatures`: oldest first."""
    newest: dict[int, Signed] = {signature.step_id: signature for signature in signatures}
    return [
        step
        for step in steps
        if step.pk not in newest
        or newest[step.pk].decision != APPROVED
        or newest[step.pk].content_sha256 != content_sha256
    ]


def step_blockers(
    steps: Sequence[Step],
    signatures: Sequence[Signed],
    content_sha256: str,
    drafters: Collection[int],
    secrecy_duty: str,
) -> list[Blocker]:
    """Everything the review itself still lacks for this content (条例第十七条: reviewed first, then published)."""
    found = []
    if not any(step.duty == secrecy_duty for step in steps):
        found.append(
            Blocker("REVIEW-NO-SECRECY", _("审签流程中没有保密审查环节（条例第十七条），请系统管理员补上。"))
        )
    for step in unsigned_steps(steps, signatures, content_sha256):
        earlier = [s for s in signatures if s.step_id == step.pk and s.decision == APPROVED]
        if earlier:
            text = _("“%(step)s”签署后内容又有改动，须重新签署。") % {"step": step.name}
            found.append(Blocker("REVIEW-OUTDATED", text))
        else:
            found.append(Blocker("REVIEW-STEP", _("“%(step)s”尚未签署同意。") % {"step": step.name}))
    of_this_content = [s for s in signatures if s.content_sha256 == content_sha256 and s.decision == APPROVED]
    if any(s.actor_id in drafters and OWN_DRAFT not in s.exceptions for s in of_this_content):
        found.append(Blocker("REVIEW-OWN", _("起草人不能签署自己起草的内容，须由他人重新签署。")))
    if _signed_two(steps, of_this_content):
        found.append(Blocker("REVIEW-TWICE", _("同一人签署了两个环节，须由他人重新签署其中一个。")))
    return found


def _signed_two(steps: Sequence[Step], approvals: Sequence[Signed]) -> bool:
    """Whether one person's newest approvals stand for two of the steps, although the agency did not allow it."""
    newest = {approval.step_id: approval for approval in approvals}
    people = [
        newest[step.pk].actor_id
        for step in steps
        if step.pk in newest and SECOND_STEP not in newest[step.pk].exceptions
    ]
    return len(people) != len(set(people))


def not_submitted() -> str:
    """The text for what was never submitted, or whose review was cancelled."""
    return _("尚未提交审签，或审签已被取消。")


def no_workflow() -> str:
    """The text for an agency without a workflow."""
    return _("本机构没有可用的审签流程，请系统管理员设置。")


def foreign_step(name: str) -> str:
    """The text for a workflow that holds a task nobody signs."""
    return _("审签流程中的“%(step)s”不是审签环节，不能形成签署记录，请系统管理员更换。") % {"step": name}


def old_revision() -> str:
    """The text for a revision that is not the newest."""
    return _("这不是最新版本，只有签署过的最新版本可以发布。")


def not_waiting() -> str:
    """The text when no step waits."""
    return _("当前没有等待签署的环节。")


def wrong_duty(step: str, duty: str) -> str:
    """The text for somebody without the duty of the step."""
    return _("“%(step)s”须由本机构的%(duty)s签署。") % {"step": step, "duty": duty}


def own_draft() -> str:
    """The text for a drafter who would sign."""
    return _("不能签署自己起草或提交的内容，须由他人签署。")


def outdated() -> str:
    """The text when the content changed after the step began."""
    return _("送签后内容又有改动，请退回后重新提交。")


def second_step(name: str) -> str:
    """The text for somebody who signed another step of the same content."""
    return _("您已签署同一内容的“%(step)s”，这一环节须由他人签署。") % {"step": name}


def principal_is_drafter() -> str:
    """The text for a deputy of somebody who drafted the content or signed another step of it."""
    return _("被代理人起草或签署过这一内容，不能由您代签，须由他人签署。")


def referred() -> str:
    """The text while the competent authority has not answered."""
    return _("已提请有关部门确定，收到并登记答复前不能签署同意，也不能公开（条例第十七条）。")


def refused_by_authority(outcome: str) -> str:
    """The text after an answer that this content may not be published as it stands."""
    return _("有关部门答复：%(outcome)s。这一内容不能签署同意，请退回修改。") % {"outcome": outcome}
