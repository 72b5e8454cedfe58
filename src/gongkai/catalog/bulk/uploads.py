"""Files handed in through the browser, kept until they are brought in: under a name that tells nothing, served to nobody."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings

MAX_BYTES = 2 * 1024 * 1024 * 1024
KEPT_SECONDS = 7 * 24 * 3600
_NAME = re.compile(r"[0-9a-f]{32}")


def keep(upload: Any) -> str:
    """Store an uploaded file; its name here. What nobody brought in for a week is deleted on the way."""
    folder = _folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink(missing_ok=True)
    token = secrets.token_hex(16)
    suffix = Path(str(upload.name)).suffix.lower()
    with (folder / f"{token}{suffix if suffix in ('.zip', '.xlsx', '.csv') else ''}").open("wb") as target:
        shutil.copyfileobj(upload.file, target)
    return token


def path_of(token: str) -> Path | None:
    """Where a file lies; None for what is not there (any more)."""
    if not _NAME.fullmatch(token):
        return None
    return next(iter(_folder().glob(f"{token}*")), None)


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
