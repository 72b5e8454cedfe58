"""What must not lie open: AES-256-GCM under keys that are never in the database (`GONGKAI_APPLICANT_KEY`).

A sealed text reads `gk1:<key id>:<base64>`, a sealed file begins with the same mark. The key id says which key is
needed, so that a missing one can be named. What is sealed is bound to its place (column or file name): moved elsewhere
it does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MARK = "gk1:"
KEY_ID_LENGTH = 8
NONCE = 12
HEADER = len(MARK) + KEY_ID_LENGTH + 1 + NONCE
OVERHEAD = HEADER + 16


class SealBroken(ImproperlyConfigured):
    """Sealed data cannot be read. `code`: PRIVACY-KEY-MISSING, PRIVACY-DAMAGED or PRIVACY-NOT-SEALED."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"[{code}] {text}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its id, and what is derived from it for sealing and for searching."""

    id: str
    cipher: AESGCM
    search: bytes

    @classmethod
    def read(cls, text: str) -> Key:
        """From the setting's text. The two derived keys tell nothing of each other."""
        secret = base64.urlsafe_b64decode(text)
        return cls(
            hashlib.sha256(b"gongkai key id" + secret).hexdigest()[:KEY_ID_LENGTH],
            AESGCM(_derived(secret, b"seal")),
            _derived(secret, b"search"),
        )


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"gongkai.foi." + purpose).derive(secret)


def new_key() -> str:
    """A fresh key as the setting wants it."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


@lru_cache(maxsize=8)
def _ring(texts: tuple[str, ...]) -> tuple[Key, ...]:
    return tuple(Key.read(text) for text in texts)


def keyring() -> tuple[Key, ...]:
    """The keys at hand; the first one seals."""
    return _ring(tuple(settings.APPLICANT_KEYS))


def is_sealed(text: str) -> bool:
    """Whether a stored text is sealed (and not blank or from before the sealing)."""
    return text.startswith(MARK) and text[HEADER - NONCE - 1 : HEADER - NONCE] == ":"


def key_id(stored: str | bytes) -> str:
    """The id of the key a sealed text or file needs."""
    head = stored[len(MARK) : len(MARK) + KEY_ID_LENGTH]
    return head.decode("ascii", "replace") if isinstance(head, bytes) else head


def seal(text: str, place: str) -> str:
    """Seal a text for one column; blank stays blank, so that constraints may ask for it."""
    if not text:
        return ""
    key, nonce = keyring()[0], os.urandom(NONCE)
    made = nonce + key.cipher.encrypt(nonce, text.encode(), place.encode())
    return f"{MARK}{key.id}:{base64.urlsafe_b64encode(made).decode()}"


def unseal(stored: str, place: str) -> str:
    """Open a sealed text. Raises SealBroken, which names the missing key and never shows the data."""
    if not stored:
        return ""
    if not is_sealed(stored):
        raise SealBroken(
            "PRIVACY-NOT-SEALED", f"{place} holds text that is not sealed; run: gongkai privacy rotate-key"
        )
    try:
        data = base64.urlsafe_b64decode(stored[HEADER - NONCE :])
    except (binascii.Error, ValueError):
        raise _damaged(place) from None
    return _opened(key_id(stored), data, place).decode()


def seal_bytes(data: bytes, place: str) -> bytes:
    """Seal a file's content for one name."""
    key, nonce = keyring()[0], os.urandom(NONCE)
    return f"{MARK}{key.id}:".encode() + nonce + key.cipher.encrypt(nonce, data, place.encode())


def is_sealed_bytes(data: bytes) -> bool:
    """Whether a file's content is sealed."""
    return data.startswith(MARK.encode()) and data[HEADER - NONCE - 1 : HEADER - NONCE] == b":"


def unseal_bytes(data: bytes, place: str) -> bytes:
    """Open a sealed file. Raises SealBroken."""
    if not is_sealed_bytes(data):
        raise SealBroken(
            "PRIVACY-NOT-SEALED", f"the file {place} is not sealed; run: gongkai privacy rotate-key"
        )
    return _opened(key_id(data), data[HEADER - NONCE :], place)


def _opened(needed: str, data: bytes, place: str) -> bytes:
    key = next((key for key in keyring() if key.id == needed), None)
    if key is None:
        at_hand = ", ".join(key.id for key in keyring())
        raise SealBroken(
            "PRIVACY-KEY-MISSING",
            f"申请人信息由密钥 {needed} 加密，现有密钥（{at_hand}）打不开。请在 GONGKAI_APPLICANT_KEY 中恢复该密钥。"
            f" {place} is sealed with key {needed}, which is not among GONGKAI_APPLICANT_KEY.",
        )
    try:
        return key.cipher.decrypt(data[:NONCE], data[NONCE:], place.encode())
    except (InvalidTag, ValueError):
        raise _damaged(place) from None


def _damaged(place: str) -> SealBroken:
    return SealBroken(
        "PRIVACY-DAMAGED", f"{place}: 加密内容已损坏或者被移动。The sealed content was damaged or moved."
    )


def search_hash(purpose: str, text: str, key: Key | None = None) -> str:
    """Recognises a number without storing it: HMAC-SHA-256 under a key derived for searching alone; '' for blank."""
    if not text:
        return ""
    chosen = key or keyring()[0]
    return hmac.new(chosen.search, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def search_hashes(purpose: str, text: str) -> list[str]:
    """The hashes to look for: one for each key, so that the search also works while a key is being replaced."""
    return [search_hash(purpose, text, key) for key in keyring()] if text else []
