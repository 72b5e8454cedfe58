"""Typed readers for the `GONGKAI_*` environment variables, listed in docs/reference/settings.md."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class SettingError(SystemExit):
    """A variable has a value that cannot be used; the message says which and what would do."""


def text(name: str, default: str) -> str:
    """The variable as text; the default when unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    value = text(name, "on" if default else "off").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name}={value!r}: write on or off.")


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = text(name, str(default))
    if not value.isdigit():
        raise SettingError(f"{name}={value!r}: write a whole number.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str, sqlite_path: Path) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name`, or unset for SQLite in WAL mode at `sqlite_path`."""
    url = os.environ.get(name, "")
    if not url:
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_path,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingError(f"{name}: write postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }


def secret_key(name: str, path: Path) -> str:
    """The variable, else a key made once and kept readable by its owner alone at `path`."""
    if value := os.environ.get(name):
        return value
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(48)
        path.touch(mode=0o600)
        path.write_text(key, encoding="utf-8")
        return key


def sealing_keys(name: str, path: Path) -> list[str]:
    """Keys for personal data, the one that seals first: the variable (comma-separated), else the lines of `path`.

    A key is 32 random bytes in URL-safe base64. Without variable and file one is made and kept readable by its owner
    alone. Whoever loses it loses the applicants' data.
    """
    if value := os.environ.get(name):
        return [_sealing_key(name, key) for key in value.replace(",", " ").split()]
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() + "\n")
        try:
            os.link(draft, path)  # fails when another process was faster: its key is then everybody's
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    keys = [_sealing_key(str(path), key) for key in path.read_text(encoding="utf-8").split()]
    if not keys:
        raise SettingError(
            f"{path}: no key in it. Restore the file; a new key cannot read what the old one sealed."
        )
    return keys


def _sealing_key(where: str, key: str) -> str:
    try:
        made = base64.b64decode(key, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        made = b""
    if len(made) != 32:
        raise SettingError(
            f"{where}: a key is 32 bytes in URL-safe base64 (gongkai privacy new-key makes one)."
        )
    return key
