"""What everybody may see of a matter: 张*, an organisation's whole name, the first and last four characters of a number."""

from __future__ import annotations

_ORGANISATIONS = (
    "公司", "企业", "工厂", "厂", "店", "铺", "馆", "院", "校", "所", "局", "中心", "合作社", "社", "会", "行", "部",
    "站", "场", "园", "委员会", "工作室", "经营部", "家庭农场",
)  # fmt: skip


def looks_like_organisation(name: str) -> bool:
    """Whether a name that comes without a kind is surely one of an organisation; in doubt it is a person's."""
    plain = name.strip()
    return len(plain) > 4 and "·" not in plain and plain.rstrip("）)").endswith(_ORGANISATIONS)


def name(text: str, *, organisation: bool) -> str:
    """The first character of a person's name and one star for each that follows, three at most."""
    plain = text.strip()
    if organisation or not plain:
        return plain
    return plain[0] + "*" * max(1, min(len(plain) - 1, 3))


def number(text: str) -> str:
    """Whoever knows a number can ask about the matter: four characters in front and four at the end are shown."""
    plain = text.strip()
    if len(plain) > 12:
        return plain[:4] + "*" * (len(plain) - 8) + plain[-4:]
    return "*" * max(4, len(plain) - 4) + plain[-4:] if len(plain) > 6 else "*" * 6
