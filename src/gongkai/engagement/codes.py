"""Receipt codes: drawn from the form's own secret key, so that a form sent twice shows one code; only a hash is stored."""

from __future__ import annotations

import unicodedata

from django.utils.crypto import constant_time_compare, salted_hmac

# Without letters and digits that are mistaken for each other.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12


def code_of(key: str) -> str:
    """The code of a form: three groups of four, about 59 bits."""
    number, drawn = int(keyed("engagement.code", key), 16), ""
    for _place in range(LENGTH):
        number, at = divmod(number, len(ALPHABET))
        drawn += ALPHABET[at]
    return "-".join(drawn[at : at + 4] for at in range(0, LENGTH, 4))


def hashed(number: str, code: str) -> str:
    """What is stored of a code; width, case, blanks and hyphens do not matter to the person typing it."""
    return keyed("engagement.tracking", f"{plain(number)}:{plain(code)}")


def matches(number: str, code: str, stored: str) -> bool:
    """Compare in constant time."""
    return constant_time_compare(hashed(number, code), stored)


def text_hash(text: str) -> str:
    """Recognises the same text whatever blanks, punctuation and widths it was typed with."""
    return keyed("engagement.text", plain(text) or text)


def plain(text: str) -> str:
    """Letters and digits alone, width and case apart."""
    return "".join(ch for ch in unicodedata.normalize("NFKC", text).upper() if ch.isalnum())


def keyed(purpose: str, text: str) -> str:
    """HMAC-SHA-256 under the installation's key."""
    return salted_hmac(purpose, text, algorithm="sha256").hexdigest()
