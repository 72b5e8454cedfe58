"""What `gongkai demo run` prints: the addresses and one account per role. For the demonstration only."""

from __future__ import annotations

from unicodedata import east_asian_width

from django.conf import settings

from gongkai.demo import people
from gongkai.demo.requests import tracking_example

ROLES = (
    ("officer", "信息员", "information officer", "云溪县财政局"),
    ("reviewer", "审核人", "reviewer", "云溪县财政局"),
    ("secrecy", "保密审查员", "secrecy reviewer", "云溪县财政局"),
    ("leader", "分管负责人", "leader", "云溪县财政局"),
    ("supervisor", "主管部门监督员", "supervisor", "云溪县人民政府"),
    ("administrator", "系统管理员", "administrator", "云溪县人民政府"),
)


def welcome(base_url: str) -> str:
    """The addresses and accounts, in Chinese and English. Empty outside demo mode: no password is ever shown then."""
    if not settings.DEMO:
        return ""
    base = base_url.rstrip("/")
    example = tracking_example()
    addresses = [
        ("门户 / portal", f"{base}/"),
        ("申请公开 / apply", f"{base}/apply/"),
        ("查询进度 / track", f"{base}/track/"),
        ("工作平台 / back office", f"{base}/office/"),
        ("页面组件 / patterns", f"{base}/patterns/"),
    ]
    if example:
        number, code = example
        addresses.insert(3, ("  例 / example", f"{number}  {code}"))
    lines = ["", "云溪县政府信息公开平台(演示,纯属虚构) / demonstration county, entirely invented", ""]
    lines += [f"  {_padded(name, 24)}{address}" for name, address in addresses]
    lines += ["", f"  账号 / accounts (密码 / password: {people.PASSWORD})", ""]
    lines += [
        f"  {_padded(username, 16)}{_padded(chinese, 16)}{_padded(english, 22)}{agency}"
        for username, chinese, english, agency in ROLES
    ]
    return "\n".join([*lines, "", "  Ctrl-C 停止 / stops everything", ""])


def _padded(text: str, width: int) -> str:
    """Text filled with blanks to a width on the terminal, where a Chinese character takes two places."""
    return text + " " * max(width - sum(2 if east_asian_width(ch) in "WF" else 1 for ch in text), 1)
