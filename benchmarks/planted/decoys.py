"""What looks like personal data or a secret and is neither: hard negatives of every kind. The kinds and their lines are data."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from .identifiers import CARDS, LETTERS, NOT_ALLOTTED, REGIONS, check_character, digits, luhn, resident_id

Chance = random.Random


def failed_resident_id(chance: Chance) -> str:
    """Region and date hold, the check character does not."""
    right = resident_id(chance)
    return right[:17] + chance.choice([c for c in "0123456789" if c != right[17]])


def impossible_resident_id(chance: Chance) -> str:
    """The check character holds, the region or the date does not exist."""
    if chance.random() < 0.5:
        body = f"{chance.choice((10, 17, 29, 38, 47, 59, 67, 78, 93, 99))}01{chance.randint(1, 30):02d}19800412001"
    else:
        body = f"{chance.choice(REGIONS)}021985{chance.choice(('1332', '0230', '0015', '4501', '0431'))}{chance.randint(1, 999):03d}"
    return body + check_character(body)


def order(chance: Chance) -> str:
    """Eighteen digits as shops and payment offices give: the moment first."""
    return f"2026{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}{digits(chance, 10)}"


def long_order(chance: Chance) -> str:
    """Twenty to twenty-four digits that hold a mobile number or a resident number somewhere inside."""
    inner = f"13{digits(chance, 9)}" if chance.random() < 0.6 else resident_id(chance)[:17] + "0"
    return digits(chance, chance.randint(3, 6)) + inner + digits(chance, chance.randint(3, 6))


def card_without_check(chance: Chance) -> str:
    """A bank's range, but Luhn fails."""
    body = chance.choice([issuer for issuer, length in CARDS.items() if length == 19]) + digits(chance, 12)
    return body + str((int(luhn(body)) + chance.randint(1, 9)) % 10)


def card_without_issuer(chance: Chance) -> str:
    """Luhn holds, nobody issues cards of this range."""
    body = chance.choice(("10", "11", "12", "00", "70", "76", "81", "20")) + digits(
        chance, chance.choice((13, 14, 16))
    )
    return body + luhn(body)


def no_mobile(chance: Chance) -> str:
    """Eleven digits of a range that is not allotted."""
    return f"{chance.choice(NOT_ALLOTTED)}{digits(chance, 8)}"


def isbn(chance: Chance) -> str:
    """Thirteen digits with their check digit, with or without hyphens."""
    body = "9787" + digits(chance, 8)
    body += str(-sum(int(c) * (3 if at % 2 else 1) for at, c in enumerate(body)) % 10)
    return body if chance.random() < 0.4 else f"{body[:3]}-{body[3]}-{body[4:7]}-{body[7:12]}-{body[12]}"


def bar_code(chance: Chance) -> str:
    """EAN-13 of a Chinese maker."""
    body = "69" + digits(chance, 10)
    return body + str(-sum(int(c) * (3 if at % 2 else 1) for at, c in enumerate(body)) % 10)


def money(chance: Chance) -> str:
    """Budgets: plain digits, with separators, with two decimals."""
    amount = chance.randrange(10**12, 10**16)
    return chance.choice((str(amount), f"{amount:,}", f"{amount / 100:,.2f}", f"{amount / 100:.2f}"))


def index(chance: Chance) -> str:
    """An index number of published information."""
    return f"{digits(chance, 9)}/2026-{chance.randint(1, 99999):05d}"


def masked_already(chance: Chance) -> str:
    """What somebody has masked before, in the ways in use."""
    number, phone = resident_id(chance), f"138{digits(chance, 8)}"
    return chance.choice(
        (
            f"身份证号：{number[:3]}***********{number[-4:]}",
            f"{number[:6]}********{number[-4:]}",
            f"联系电话：{phone[:3]}****{phone[-4:]}",
            f"张**，银行卡号6222***********{digits(chance, 3)}",
            f"李某某（身份证号{number[:6]}XXXXXXXX{number[-4:]}）",
        )
    )


def statistics(chance: Chance) -> str:
    """Small numbers one after the other, which together have as many digits as an identifier."""
    joint = chance.choice((" ", "  ", "\t", "、"))
    return joint.join(str(chance.randint(20, 9999)) for _ in range(chance.randint(5, 9)))


def moment(chance: Chance) -> str:
    """Date and time in fourteen digits."""
    day, time = chance.randint(1, 28), chance.randint(0, 23)
    return f"2026{chance.randint(1, 12):02d}{day:02d}{time:02d}{chance.randint(0, 59):02d}{chance.randint(0, 59):02d}"


def digest(chance: Chance) -> str:
    """Of a file, as MD5, SHA-1 or SHA-256 give it."""
    return hashlib.sha256(str(chance.random()).encode()).hexdigest()[: chance.choice((32, 40, 64))]


def _filled(chance: Chance, pattern: str) -> str:
    """# becomes a digit, @ a letter."""
    pattern = re.sub("#", lambda _: str(chance.randint(1, 9)), pattern)
    return re.sub("@", lambda _: chance.choice(LETTERS), pattern)


MAKERS = (
    failed_resident_id, impossible_resident_id, order, long_order, card_without_check, card_without_issuer, no_mobile, isbn, bar_code,
    money, masked_already, statistics, index, moment, digest,
)  # fmt: skip
_BY_NAME: dict[str, Callable[[Chance], str]] = {make.__name__: make for make in MAKERS}
_READ: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "decoys.yaml").read_text("utf-8"))
LATER: dict[str, Any] = _READ.pop("later")
DECOYS: dict[str, Any] = _READ


def decoy(chance: Chance, later: bool) -> str:
    """A line with a decoy. `later`: kinds of final seeds too."""
    known = {**DECOYS, **LATER} if later else DECOYS
    kind = known[chance.choice(list(known))]
    value = (
        _BY_NAME[kind["maker"]](chance) if "maker" in kind else _filled(chance, chance.choice(kind["values"]))
    )
    line: str = chance.choice(kind["lines"]).format(v=value)
    return line
