"""The proof of identity between two rounds of the form: sealed in private storage, under a name that says nothing, for an hour.

The session knows under which name; without the session nobody finds it. It is removed once the request is stored.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile, File
from django.utils import timezone

from gongkai.agencies.sealed_storage import sealed_storage

FOLDER = "held"
KEPT_FOR = timedelta(hours=1)
MOST = 5
STORE = sealed_storage()
_SESSION = "portal.held"


def hold(session: Any, token: str, upload: File[bytes]) -> str:
    """Keep an upload that has been checked, for the form with this token, instead of one kept before. Its name."""
    sweep()
    name = str(upload.name or "")[-100:]
    upload.seek(0)
    path = STORE.save(f"{FOLDER}/{secrets.token_hex(16)}", ContentFile(upload.read()))
    kept = dict(session.get(_SESSION, {}))
    replaced = [kept.pop(token)["path"]] if token in kept else []
    kept[token] = {"path": path, "name": name}
    replaced += [kept.pop(oldest)["path"] for oldest in list(kept)[:-MOST]]
    session[_SESSION] = kept
    session.save()
    for gone in replaced:
        STORE.delete(gone)
    return name


def name_of(session: Any, token: str) -> str:
    """The name of the file kept for this form; empty when there is none, or no longer."""
    found = session.get(_SESSION, {}).get(token)
    return found["name"] if found and STORE.exists(found["path"]) else ""


def take(session: Any, token: str) -> File[bytes] | None:
    """The file kept for this form, read; None when there is none, or no longer."""
    found = session.get(_SESSION, {}).get(token)
    if not found:
        return None
    try:
        with STORE.open(found["path"]) as stored:
            return ContentFile(stored.read(), name=found["name"])
    except FileNotFoundError:
        return None


def drop(session: Any, token: str) -> None:
    """Remove the file kept for this form."""
    kept = dict(session.get(_SESSION, {}))
    if found := kept.pop(token, None):
        session[_SESSION] = kept
        STORE.delete(found["path"])


def sweep() -> None:
    """Remove what forms that were never sent have left behind."""
    try:
        _folders, names = STORE.listdir(FOLDER)
    except FileNotFoundError:
        return
    oldest = timezone.now() - KEPT_FOR
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            if STORE.get_modified_time(path) < oldest:
                STORE.delete(path)
        except FileNotFoundError:  # another request was faster
            continue
