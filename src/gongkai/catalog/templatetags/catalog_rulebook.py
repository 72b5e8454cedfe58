"""What an act rests on, wherever the act is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from gongkai.catalog.rulebook import saying

register = template.Library()
register.simple_tag(saying.governing, name="governing")
register.filter("act_name", saying.name)


@register.filter
def of_act(titles: Mapping[str, Any], act: str) -> Any:
    """The entry of an act; the id of one the law's data no longer name."""
    return titles.get(act, act)


@register.simple_tag
def basis(agency: Any, *acts: str) -> SafeString:
    """What acts done at an agency today rest on, in one line."""
    return saying.of_acts(agency, acts, timezone.localdate())
