"""What an official letter consists of, whichever format it is written in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")


def in_official_language(function: Callable[P, R]) -> Callable[P, R]:
    """Papers and kept records are in the language of the installation, whatever the interface of whoever makes them."""

    @wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        with translation.override(settings.LANGUAGE_CODE):
            return function(*args, **kwargs)

    return inner


@dataclass(frozen=True)
class OfficialLetter:
    """A letter of an agency in the layout of GB/T 9704—2012 (信函格式).

    `number` is the 发文字号, may be empty; `paragraphs` are plain text, one a paragraph, numbered headings
    (一、(一)1.) are recognised; `signature` is the 署名, mostly the issuer; `copy_note` is the 抄送 line.
    """

    issuer: str
    title: str
    number: str
    addressee: str
    paragraphs: Sequence[str]
    signature: str
    dated_on: date
    attachments: Sequence[str] = ()
    copy_note: str = ""


def chinese_date(day: date) -> str:
    """2026年3月5日: arabic figures without leading zeros (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Authenticity:
    """What stands at the foot of a letter so that its holder can have it checked: an address, a code, a checksum."""

    address: str
    code: str
    checksum: str

    def lines(self) -> list[str]:
        """The words beside the QR code."""
        site = self.address.removesuffix(f"{self.code}/")
        return [
            "扫码或者在此网址输入核验码，可以核验真伪：",
            site,
            f"核验码 {self.code}",
            f"校验值 {self.checksum}",
        ]
