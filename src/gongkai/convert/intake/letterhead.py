"""What stands above the red rule (版头): copy number, secrecy, urgency, the issuing agencies, number, who signed for issue."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.convert import facts
from gongkai.convert.intake.layout import Layout, compact
from gongkai.convert.intake.model import Line

_LATEST = 14
_COPY = re.compile(r"(?:№|No\.?)?\d{6}")
_SECRECY = re.compile(r"(?:绝密|机密|秘密|内部)(?:★(?:.{0,12}))?|工作秘密")
_URGENCY = re.compile(r"特急|加急|平急|特提|急件")
_ISSUER = re.compile(r"(.{2,40}?)文件")
_ORDER = re.compile(r"(.{2,30}(?:政府|委员会|厅|局))令")
_ORDER_NUMBER = re.compile(r"第(\d{1,4})号")
_NUMBER = re.compile(r"([\u4e00-\u9fffA-Z]{1,16})[〔\[［(（【]((?:19|20)\d{2})[〕\]］)）】]第?(\d{1,4})号")
_SIGNER = re.compile(r"签发人[：:](.*)")
_RULE = re.compile(r"[★☆—\-_＿―─]{1,80}")


def document_number(words: str) -> str | None:
    """A line that is a 发文字号 and nothing else, in the form of GB/T 9704 7.2.5; None for any other."""
    found = _NUMBER.fullmatch(compact(words))
    return f"{found[1]}〔{found[2]}〕{int(found[3])}号" if found else None


def read(layout: Layout, heads: Sequence[Line]) -> None:
    """Read and drop the head, which ends at the title; also what a letter keeps in the head of its pages."""
    for line in heads:
        _marks(line, layout)
        _issuer(line, layout, needs_red=True)
    for at, text in list(layout.texts(0)):
        block = layout.blocks[at]
        if at >= _LATEST or _begins_text(block, text):
            break
        line = block if isinstance(block, Line) else Line(text=text, number=getattr(block, "number", 0))
        if any((_marks(line, layout), _numbered(line, layout), _issuer(line, layout, needs_red=False))):
            layout.drop(at)
            layout.start = at + 1
        elif layout.start and _RULE.fullmatch(compact(text) or "—"):
            layout.drop(at, told=False)
            layout.start = at + 1


def _begins_text(block: object, text: str) -> bool:
    """The text or its title has begun: what follows is no head."""
    is_title = isinstance(block, Line) and not block.red and block.titled
    return is_title or "。" in text or (len(compact(text)) > 60 and "签发人" not in text)


def _marks(line: Line, layout: Layout) -> bool:
    """Copy number, secrecy and urgency, alone in a line or beside each other."""
    words = re.sub(r"(?<=[机秘绝特加平])\s+(?=[密急])", "", line.words)
    parts = re.sub(r"\s*★\s*", "★", words).split()
    kinds = [_kind(part) for part in parts]
    if not parts or not all(kinds):
        return False
    for part, kind in zip(parts, kinds, strict=True):
        layout.tell(kind, part, line)
        if kind == "secrecy":
            layout.note("secrecy", part)
    return True


def _kind(part: str) -> str:
    for name, pattern in (("copy_number", _COPY), ("secrecy", _SECRECY), ("urgency", _URGENCY)):
        if pattern.fullmatch(part):
            return name
    return ""


def _numbered(line: Line, layout: Layout) -> bool:
    """The number, the one who signed for issue, or both in one line."""
    words = compact(line.words)
    signer = _SIGNER.search(words)
    number = document_number(words[: signer.start()] if signer else words)
    if signer:
        layout.tell("signed_for_issue", signer[1], line)
    if number:
        layout.tell("document_number", number, line)
    elif (order := _ORDER_NUMBER.fullmatch(words)) and any(fact.name == "order" for fact in layout.facts):
        issuer = next(fact.value for fact in layout.facts if fact.name == "order")
        layout.tell("document_number", f"{issuer}第{int(order[1])}号", line)
        return True
    return bool(number) or (signer is not None and signer.start() == 0)


def _issuer(line: Line, layout: Layout, *, needs_red: bool) -> bool:
    """The large red name: “某政府文件”, “某政府令”, a name alone in red (信函格式), several names under each other."""
    words = compact(line.words)
    document, order = _ISSUER.fullmatch(words), _ORDER.fullmatch(words)
    if needs_red and not line.red:
        return False
    if document and (line.red or facts.is_agency_name(document[1])):
        layout.tell("issuer", document[1], line)
        return True
    if order and (line.red or line.align == "center"):
        layout.tell("issuer", order[1], line)
        layout.tell("order", words, line)
        return True
    if line.red and facts.is_agency_name(words):
        layout.tell("issuer", words, line)
        return True
    return False
