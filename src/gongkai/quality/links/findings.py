"""What is known of the links of a text, as findings beside those on its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongkai.convert import outside
from gongkai.quality.form import BODY, WHOLE, Finding, Text
from gongkai.quality.form.model import Link
from gongkai.quality.links import own
from gongkai.quality.links.places import key_of, normal
from gongkai.quality.models import Address

WHY = {
    own.NO_PAGE: "本站没有这个页面。",
    own.WITHDRAWN: "所指的文件已经撤下。",
    own.NOT_PUBLIC: "所指的文件没有公开。",
    own.NO_FILE: "所指的附件已经不在。",
    own.NO_AGENCY: "本站没有这个机构。",
    own.NO_COLUMN: "本站没有这个栏目。",
}
State = Address.State


def known(texts: Iterable[Text]) -> dict[str, Address]:
    """The addresses of these texts as far as they are known, by key; in one query."""
    keys = {key_of(link.address) for text in texts for link in text.links}
    return {row.key: row for row in Address.objects.filter(key__in=keys)} if keys else {}


def of(text: Text, addresses: Mapping[str, Address]) -> list[Finding]:
    """What is not right with the links of a text. Addresses of our own that nobody published yet are looked up now."""
    unknown = {own.path_of(link.address) for link in text.links if key_of(link.address) not in addresses} - {
        ""
    }
    judged = own.judged(unknown) if unknown else {}
    found = []
    for link in text.links:
        if not normal(link.address):
            continue
        row = addresses.get(key_of(link.address))
        said = judged.get(own.path_of(link.address))
        if row is None and said is not None:
            row = Address(url=link.address, is_own=True, state=said.state, answer=said.answer)
        elif row is None and not outside.is_web_address(normal(link.address)):
            row = Address(url=link.address, state=State.MALFORMED)
        if row is not None and (told := _told(row)):
            found.append(_at(link, *told))
    return found


def _told(row: Address) -> tuple[str, str] | None:
    """The rule and the sentence; None for a link that is as it should be, or of which nothing is certain."""
    if row.state == State.DEAD and row.is_own:
        return "link.gone", WHY.get(row.answer, WHY[own.NO_PAGE])
    if row.state == State.DEAD and row.failing_since:
        return "link.dead", f"这个网址自{row.failing_since:%Y-%m-%d}起打不开。"
    if row.state == State.MOVED:
        return "link.moved", f"对方网站说明这个网址已永久改为{row.moved_to[:200]}。"
    if row.state == State.INSIDE:
        return "link.inside", "这个网址在内部网络里，公众打不开。"
    if row.state == State.MALFORMED:
        return "link.malformed", f"“{row.url[:80]}”不是完整的网址。"
    return None


def _at(link: Link, rule: str, why: str) -> Finding:
    if link.block is None:
        return Finding(rule, WHOLE, "", why)
    return Finding(rule, BODY, link.text, why, link.block, link.start, link.start + len(link.text))
