"""Refusals of the audit room: a stable code and what to do next."""

from __future__ import annotations


class AuditRefusedError(ValueError):
    """An act that is refused. `code` is stable, `text` is for the person."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
