"""Steps the tests of this room take: a public document, a job, a photograph."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from gongkai.agencies.models import User
from gongkai.catalog.models import Document
from gongkai.channels.models import ChannelJob
from gongkai.channels.rules import Facts
from gongkai.channels.services import jobs
from tests.catalog import desk
from tests.world import County

LINK = "https://mp.weixin.example/s/abc"


def signed_in(user: User) -> Client:
    """A browser in which that person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def document(county: County, **fields: Any) -> Document:
    """A document everybody may read."""
    return desk.published(county, **fields)


def job(county: County, channel: str = "wechat", **fields: Any) -> ChannelJob:
    """A job for a new public document."""
    made = jobs.make(actor=county.officer, document=document(county, **fields), channels=[channel])
    return made[0]


def facts(**changes: Any) -> Facts:
    """Published today, with a link."""
    values: dict[str, Any] = {"on": timezone.localdate(), "link": LINK, **changes}
    return Facts(**values)


def photo(name: str = "现场.png", data: bytes | None = None) -> SimpleUploadedFile:
    """A small photograph, or whatever bytes are given under that name."""
    if data is None:
        out = io.BytesIO()
        Image.new("RGB", (8, 8), "white").save(out, "PNG")
        data = out.getvalue()
    return SimpleUploadedFile(name, data)


def today() -> date:
    """The day here."""
    return timezone.localdate()
