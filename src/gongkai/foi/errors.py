"""Refusals of the foi room: what is wrong, under which article, and what to do next, with a stable code."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.law.errors import LawInputError


class StepRefused(Exception):  # noqa: N818 - named after what happened
    """A step of the procedure that may not be taken now."""

    def __init__(self, code: str, text: str, article: str = "", next_step: str = "") -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.article = article
        self.next_step = next_step

    def __str__(self) -> str:
        parts = [self.text]
        if self.article:
            parts.append(_("依据：%(article)s。") % {"article": self.article})
        if self.next_step:
            parts.append(self.next_step)
        return " ".join(parts)


class IncompleteRequest(Exception):  # noqa: N818
    """A request that lacks what Art 29 requires, or holds what cannot be. `faults`: field -> what to do."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("；".join(faults.values()))
        self.code = "FOI-INCOMPLETE"
        self.faults = faults


class TooManyAttempts(Exception):  # noqa: N818
    """Too many wrong tracking codes for a number or from one address; `wait_seconds` until the next try."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(_("尝试次数过多，请稍后再试。"))
        self.code = "FOI-TOO-MANY-ATTEMPTS"
        self.wait_seconds = wait_seconds


def refused_by_law(error: LawInputError) -> StepRefused:
    """A contradiction the law's reading of events found, as a refusal of the step that would cause it."""
    text = "；".join(dict.fromkeys(reason.text for reason in error.reasons))
    return StepRefused(f"FOI-{error.reasons[0].code.upper().replace('_', '-')}", text)
