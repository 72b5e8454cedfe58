"""Work that comes round by itself: rooms contribute it, `gongkai tick` calls it every minute."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone
from wagtail import hooks

HOOK = "register_regular_work"
logger = logging.getLogger(__name__)


def run(now: datetime | None = None) -> None:
    """Call every room's work. A room registers `(now) -> None` under HOOK.

    A contribution is cheap when nothing is due, may be called by several processes at once (it claims what it does in the
    database), and takes up what a killed process left. One that fails does not keep the others from theirs.
    """
    moment = now or timezone.now()
    for work in hooks.get_hooks(HOOK):
        try:
            work(moment)
        except (OSError, ValueError, LookupError) as error:  # an outside service: its text may name a person
            logger.warning("%s failed: %s", work.__module__, type(error).__name__)
