"""A value with what is personal in it replaced by asterisks, in the styles of practice: 510***********1234, 138****5678, 张**."""

from __future__ import annotations

import re

# How many characters stay at the beginning and at the end.
_STYLES = {
    "person.resident_id": (3, 4),
    "person.mobile": (3, 4),
    "person.bank_card": (4, 3),
    "person.passport": (2, 2),
    "person.hongkong_macao_permit": (2, 2),
    "person.taiwan_permit": (2, 2),
    "person.licence_plate": (2, 1),
    "person.landline": (4, 2),
}
_LEAST_HIDDEN = 3
_REGION = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区))?(?:[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟|州))?(?:[\u4e00-\u9fff]{1,8}?(?:[县旗]|(?<!小)区))?"
)
_BLANK = re.compile(r"\s+")


def mask(detector: str, value: str) -> str:
    """The value as it may be shown: at least its middle, and of a short one all but the first character, is asterisks.

    Marks, words and organisations' codes are not personal and stay as they are.
    """
    value = _BLANK.sub("", value)
    if not detector.startswith("person."):
        return value
    if detector == "person.home_address":
        region = _REGION.match(value)
        return f"{region.group() if region and region.end() < len(value) else ''}****"
    if detector == "person.email":
        name, at, host = value.rpartition("@")
        return f"{name[:1] if len(name) > 1 else ''}***{at}{host}" if name else "***"
    head, tail = _STYLES.get(detector, (1, 0))
    if len(value) < head + tail + _LEAST_HIDDEN:
        head, tail = min(1, len(value) - 1), 0
    return f"{value[:head]}{'*' * max(len(value) - head - tail, 2)}{value[len(value) - tail :]}"
