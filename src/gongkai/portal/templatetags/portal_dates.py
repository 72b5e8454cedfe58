"""Days as the portal writes them."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def day(value: date | datetime | None, *, weekday: bool = False) -> SafeString | str:
    """``value`` as ``2026年11月21日`` inside ``<time>``; with ``weekday``, as every date by which somebody must act.

    A datetime is read in the time zone of the site. Nothing is written for None, and no blank before or after,
    so that a full stop may follow.
    """
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    written = date_format(value, _("Y年n月j日"))
    if not weekday:
        return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", written)
    named = _("（%(weekday)s）") % {"weekday": date_format(value, "l")}
    return format_html(
        '<time datetime="{}">{}<span class="nowrap">{}</span></time>', f"{value:%Y-%m-%d}", written, named
    )
