"""An address as a QR code, for paper."""

from __future__ import annotations

import io

import segno


def svg(address: str) -> str:
    """The code as a whole SVG file, black on white, with the quiet zone scanners need."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=4, xmldecl=False, light="#ffffff"
    )
    return drawn.getvalue().decode()


def png(address: str) -> bytes:
    """The code as PNG, large enough to be printed."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=8)
    return drawn.getvalue()
