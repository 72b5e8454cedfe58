"""The index number (索引号): nine characters of organisation code, a slash, year, hyphen, five-digit serial: twenty in all.

Issued on publication, unique, never changed, even when the publishing agency changes. Lists may show the back part.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gongkai.law.errors import LawInputError, Reason, refuse
from gongkai.law.reading import shown

LENGTH = 20
_CODE = re.compile(r"[0-9A-Z]{9}")
_SHAPE = re.compile(r"([0-9A-Z]{8})-?([0-9A-Z])/([0-9]{4})-?([0-9]{5})")


@dataclass(frozen=True, slots=True)
class IndexNumber:
    """A well-formed index number in its parts."""

    organization_code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.organization_code}/{self.back}"

    @property
    def back(self) -> str:
        """The back part (后段码) that lists may show alone."""
        return f"{self.year:04d}-{self.serial:05d}"


def issue(organization_code: str, year: int, serial: int) -> str:
    """The index number of a new publication. Raises LawInputError with every reason when it cannot have 20 characters."""
    reasons = []
    if not _CODE.fullmatch(organization_code):
        text = f"机构代码应是9位大写字母或数字、不带连字符，而不是 {shown(organization_code)}"
        reasons.append(Reason("bad_organization_code", text, "organization_code"))
    if not 1000 <= year <= 9999:
        reasons.append(Reason("bad_year", f"年份应是四位数，而不是 {year}", "year"))
    if not 1 <= serial <= 99999:
        reasons.append(Reason("bad_serial", f"顺序号应在1至99999之间，而不是 {serial}", "serial"))
    if reasons:
        raise LawInputError(reasons)
    return str(IndexNumber(organization_code, year, serial))


def parse(text: str) -> IndexNumber:
    """Read an index number leniently: full-width characters, lower case, blanks and a hyphen in the code are forgiven.

    Raises LawInputError when no index number can be recognised.
    """
    plain = re.sub(
        r"[\s‐-―−]+", lambda m: "-" if m.group().strip() else "", unicodedata.normalize("NFKC", text)
    ).upper()
    found = _SHAPE.fullmatch(plain)
    if found is None:
        raise refuse("bad_index_number", f"不是索引号：{shown(text)}（应如 000014349/2017-00110）")
    return IndexNumber(found[1] + found[2], int(found[3]), int(found[4]))
