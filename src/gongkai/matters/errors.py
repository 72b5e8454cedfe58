"""Refusals of this room."""

from __future__ import annotations

from django.utils.translation import gettext as _


class TooManyAttempts(Exception):  # noqa: N818 - named after what happened
    """Somebody guesses; `wait_seconds` is how long the limit holds at most."""

    def __init__(self, wait_seconds: int) -> None:
        self.wait_seconds = wait_seconds
        text = _("尝试次数过多，请过一会儿再查（大约%(minutes)d分钟）。")
        super().__init__(text % {"minutes": wait_seconds // 60})
