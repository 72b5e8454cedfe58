"""The room's place in the back office, and what it does when documents are published."""

from __future__ import annotations

from wagtail import hooks

from gongkai.catalog import occasions
from gongkai.engagement.services import drafting

hooks.register(occasions.HOOK, drafting.on_occasion)
