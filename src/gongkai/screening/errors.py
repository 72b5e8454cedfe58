"""What an act of screening refuses."""

from __future__ import annotations


class ScreeningRefusedError(Exception):
    """An act that may not happen. `code` is stable; `text` says what is wrong and what to do."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text
