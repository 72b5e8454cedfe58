"""A page's address as something a phone can read."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def qr_svg(address: str) -> SafeString:
    """``address`` as an inline SVG, named for screen readers.

    Drawn with presentation attributes only: a strict content security policy forbids style attributes.
    """
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, svgclass=None, lineclass=None
    )
    opening = format_html('<svg role="img" aria-label="{}"', _("本页地址的二维码"))
    return mark_safe(opening + drawing.removeprefix("<svg"))
