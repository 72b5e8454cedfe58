"""The receipts of this browser: for half an hour, by what cannot be read as number or code."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from gongkai.foi import queries as foi

SHOWN_FOR = 30 * 60
MOST = 5
_SESSION = "portal.receipts"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A stored request with its code as it may still be shown to this browser."""

    case: Any
    code: str


def keep(session: Any, token: str, digest: str, case: Any) -> None:
    """Remember that this form became this case. Written at once: a receipt shown is a request stored."""
    row = {
        "token": token,
        "digest": digest,
        "case": case.pk,
        "key": foi.session_key(case),
        "at": int(time.time()),
    }
    session[_SESSION] = [*session.get(_SESSION, []), row][-MOST:]
    session.save()


def has(session: Any, token: str, digest: str) -> bool:
    """Whether this very form with this very content has been stored."""
    return any(row["token"] == token and row["digest"] == digest for row in session.get(_SESSION, []))


def reloaded(session: Any) -> Any:
    """The session as another request of the same browser may have left it by now."""
    return type(session)(session.session_key)


def latest(session: Any) -> Receipt | None:
    """The receipt of the last request sent, while it is fresh; None later, or when its code has been replaced."""
    rows = [row for row in session.get(_SESSION, []) if row["at"] > time.time() - SHOWN_FOR]
    if not rows:
        return None
    case = foi.case_of_session(rows[-1]["case"], rows[-1]["key"])
    code = foi.code_of_form(case, rows[-1]["token"]) if case is not None else ""
    return Receipt(case, code) if code else None


def forget(session: Any) -> None:
    """Forget every receipt."""
    session.pop(_SESSION, None)
