"""Keyed hashes: tracking codes are never stored, people and contents are recognised without being readable."""

from __future__ import annotations

import secrets
import unicodedata

from django.utils.crypto import constant_time_compare, salted_hmac

from gongkai.agencies import sealing
from gongkai.foi import similarity

# Without letters and digits that are mistaken for each other on paper or on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12
VERIFICATION_LENGTH = 16


def new_tracking_code() -> str:
    """A fresh code as it is shown, once: three groups of four, about 59 bits."""
    return _grouped([secrets.randbelow(len(ALPHABET)) for _ in range(CODE_LENGTH)])


def tracking_code_for(key: str) -> str:
    """The code that belongs to a form's own secret key: sent twice, it is shown twice."""
    number = int(keyed("foi.tracking.code", key), 16)
    places = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        places.append(place)
    return _grouped(places)


def new_verification_code() -> str:
    """A fresh code by which a letter can be checked: four groups of four, about 79 bits; it opens nothing."""
    return _grouped([secrets.randbelow(len(ALPHABET)) for _ in range(VERIFICATION_LENGTH)])


def written_code(typed: str) -> str:
    """A code in the form in which codes are stored, however it was typed: width, case, blanks, hyphens."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKC", typed[:100]).upper() if ch.isalnum())
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def _grouped(places: list[int]) -> str:
    drawn = "".join(ALPHABET[place] for place in places)
    return "-".join(drawn[start : start + 4] for start in range(0, len(places), 4))


def tracking_hash(receipt_number: str, code: str) -> str:
    """What is stored of a code. Case, blanks and hyphens do not matter to the person typing it."""
    typed = "".join(ch for ch in unicodedata.normalize("NFKC", code).upper() if ch.isalnum())
    return keyed("foi.tracking", f"{receipt_number}:{typed}")


def matches(receipt_number: str, code: str, stored: str) -> bool:
    """Compare in constant time."""
    return constant_time_compare(tracking_hash(receipt_number, code), stored)


def person_hash(kind: str, name: str, identity_number: str, contact: str) -> str:
    """Recognises the same applicant: by the identity number where there is one, else by name and contact."""
    return keyed(
        "foi.person", "|".join([kind, squeezed(name), squeezed(identity_number) or squeezed(contact)])
    )


def content_hash(*parts: str) -> str:
    """Recognises the same request, whatever blanks, punctuation and widths it was typed with."""
    return keyed("foi.content", "|".join(similarity.plain(part) or squeezed(part) for part in parts))


def number_hash(of: str, number: str, key: sealing.Key | None = None) -> str:
    """Finds an applicant by a number (`identity_number`, `telephone`) that is stored sealed; '' for none."""
    return sealing.search_hash(of, plain_number(of, number), key)


def number_hashes(of: str, number: str) -> list[str]:
    """The hashes to look for, one for each key at hand; [] for a blank."""
    return sealing.search_hashes(of, plain_number(of, number))


def plain_number(of: str, number: str) -> str:
    """A number without what people write it with: blanks, hyphens, brackets, the country code of a telephone."""
    plain = "".join(ch for ch in squeezed(number) if ch.isalnum() or ch == "+")
    return plain.removeprefix("+86") if of == "telephone" else plain


def squeezed(text: str) -> str:
    """Text without what does not make it another text: width, case, blanks, invisible signs."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(ch for ch in plain if not ch.isspace() and unicodedata.category(ch) != "Cf")


def keyed(purpose: str, text: str) -> str:
    """HMAC-SHA-256 under the installation's key."""
    return salted_hmac(purpose, text, algorithm="sha256").hexdigest()
