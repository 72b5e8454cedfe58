"""What the portal does when documents change."""

from wagtail import hooks

from gongkai.catalog import occasions
from gongkai.portal import papers

hooks.register(occasions.HOOK, papers.forget)
