"""Refusals of the statute's code: every reason at once, each with a stable code and a Chinese sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is wrong: a stable `code`, a Chinese `text`, and `where` it stands ("events[2].on")."""

    code: str
    text: str
    where: str = ""

    def as_dict(self) -> dict[str, str]:
        """The reason as the command line prints it."""
        return {"code": self.code, "text": self.text, "where": self.where}


class LawInputError(ValueError):
    """Input the law cannot work on. `reasons` holds all of them, never only the first."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("；".join(f"{r.where}：{r.text}" if r.where else r.text for r in self.reasons))


def refuse(code: str, text: str, where: str = "") -> LawInputError:
    """A refusal with a single reason, ready to raise."""
    return LawInputError([Reason(code, text, where)])
