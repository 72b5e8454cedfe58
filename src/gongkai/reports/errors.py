"""Refusals of the reports room: every reason at once, each with a stable code and the cells it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found in a report: `id` is stable (R1, BLANK, …), `severity` is error or warning."""

    id: str
    severity: str
    text: str
    cells: tuple[str, ...] = ()
    section: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it stops the sign-off."""
        return self.severity == "error"

    def as_dict(self) -> dict[str, object]:
        """The problem as it is kept in a snapshot and printed by the command line."""
        return {
            "id": self.id,
            "severity": self.severity,
            "text": self.text,
            "cells": list(self.cells),
            "section": self.section,
        }


class ReportRefusedError(ValueError):
    """An act on a report that is refused; `problems` holds all reasons, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(problem.text for problem in self.problems))


def refusal(code: str, text: str, *cells: str) -> ReportRefusedError:
    """A refusal with one reason, ready to raise."""
    return ReportRefusedError([Problem(code, "error", text, cells)])
