"""The editor's place for what advisers say about the draft as it was saved last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import mark_safe
from wagtail.admin.panels import Panel

from gongkai.catalog import advice


class AdvicePanel(Panel):
    """Shown once the draft has been saved and somebody has something to say."""

    class BoundPanel(Panel.BoundPanel):
        """Bound to the document that is edited."""

        def is_shown(self) -> bool:
            """Whether anybody said anything."""
            return bool(self._said())

        def render_html(self, parent_context: Any = None) -> str:
            """What they said, one after the other."""
            return mark_safe("".join(self._said()))  # nosec B308 B703 - each is already safe

        def _said(self) -> Sequence[str]:
            if not hasattr(self, "_panels"):
                known = self.instance.pk is not None
                self._panels = list(advice.panels(self.request, self.instance, editing=True)) if known else []
            return self._panels
