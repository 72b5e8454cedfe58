"""Punctuation by GB/T 15834: full-width in Chinese text, in pairs, not doubled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from gongkai.quality.form.characters import HAN, without_addresses
from gongkai.quality.form.model import Block, Facts, Finding, Text, in_block

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF = re.compile(rf"(?<=[{HAN}”》）])[,;?!](?![,;?!])|(?<=[{HAN}”》）]):(?![:/])")
_LAST_DOT = re.compile(rf"(?<=[{HAN}]{{4}})\.$")
_BRACKETS = re.compile(
    rf"\(([^()（）]{{0,80}}[{HAN}][^()（）]{{0,80}})\)|（([^()（）]{{0,80}})\)|\(([^()（）]{{0,80}})）"
)
_STRAIGHT = re.compile(rf'"([^"\n]{{0,80}}[{HAN}][^"\n]{{0,80}})"')
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_DOUBLED = re.compile(r"([，。；：、])\1(?!\1)|[，、；：]。|。[，、；：]")
_DOTS = re.compile(rf"(?<=[{HAN}])(?:。{{3,}}|\.{{3,6}})")
_PAIRS = {"（": "）", "《": "》", "〔": "〕", "【": "】", "〈": "〉"}
_CLOSING = {right: left for left, right in _PAIRS.items()}
_ANY_QUOTE = re.compile("[“”]")
_ANY_BRACKET = re.compile(r"[（）()《》〔〕【】〈〉]")
_LIST_MARK = re.compile(rf"(?:^|[\s；;。，,：:、])(?:[0-9]{{1,2}}|[A-Za-z]|[{HAN}]{{1,3}})$")


def width(text: Text, facts: Facts) -> Iterator[Finding]:
    """Half-width marks and brackets in Chinese, full-width digits and letters."""
    why = "中文行文中的标点应当用全角“%s”。"
    for block in text.running:
        plain = without_addresses(block.text)
        for found in _HALF.finditer(plain):
            right = _FULL[found[0]]
            yield in_block("form.width", block, *found.span(), why % right, right)
        if last := _LAST_DOT.search(plain):
            yield in_block("form.width", block, *last.span(), why % "。", "。")
        for found in _BRACKETS.finditer(plain):
            inner = block.text[found.start() + 1 : found.end() - 1]
            yield in_block("form.width", block, *found.span(), why % "（）", f"（{inner}）")
        if plain.count('"') % 2 == 0:
            for found in _STRAIGHT.finditer(plain):
                inner = block.text[found.start() + 1 : found.end() - 1]
                yield in_block("form.width", block, *found.span(), why % "“”", f"“{inner}”")
    for block in text.blocks:
        for found in _WIDE.finditer(block.text):
            right = unicodedata.normalize("NFKC", found[0])
            yield in_block(
                "form.wide_digits", block, *found.span(), f"数字和字母应当用半角：{right}。", right
            )


def doubled(text: Text, facts: Facts) -> Iterator[Finding]:
    """The same mark twice, marks that cannot stand together, dots that should be an ellipsis."""
    for block in text.running:
        for found in _DOUBLED.finditer(block.text):
            marks = found[0]
            right = marks[0] if marks[0] == marks[1] else ("。" if marks[1] == "。" else None)
            said = f"标点“{marks}”重复" if marks[0] == marks[1] else f"标点“{marks}”不能连用"
            advice = f"，应当为“{right}”。" if right else "，请留下其中一个。"
            yield in_block("form.doubled_marks", block, *found.span(), said + advice, right)
        for found in _DOTS.finditer(without_addresses(block.text)):
            yield in_block("form.doubled_marks", block, *found.span(), "省略号应当为“……”。", "……")


def pairs(text: Text, facts: Facts) -> Iterator[Finding]:
    """Brackets and title marks that are opened or closed alone in their paragraph, quotation marks in the whole text."""
    for block in text.blocks:
        yield from _brackets(block)
    if not any(block.in_table and set("“”") & set(block.text) for block in text.blocks):
        yield from _quotes(text.running)


def _brackets(block: Block) -> Iterator[Finding]:
    if not _ANY_BRACKET.search(block.text):
        return
    # A half-width bracket may be the other half; that is the width rule's to say.
    plain = block.text.replace("(", "（").replace(")", "）")
    stack: list[tuple[str, int]] = []
    for at, mark in enumerate(plain):
        if mark in _PAIRS:
            stack.append((mark, at))
        elif mark in _CLOSING:
            if stack and stack[-1][0] == _CLOSING[mark]:
                stack.pop()
            elif not (mark == "）" and _LIST_MARK.search(plain[max(0, at - 5) : at])):
                why = f"“{block.text[at]}”没有与它配对的“{_CLOSING[mark]}”。"
                yield in_block("form.pairs", block, at, at + 1, why)
    for mark, at in stack:
        yield in_block("form.pairs", block, at, at + 1, f"“{block.text[at]}”没有与它配对的“{_PAIRS[mark]}”。")


def _quotes(blocks: list[Block]) -> Iterator[Finding]:
    """Paragraphs of one quotation may each be opened and only the last be closed; a quotation may stand inside another."""
    opened: list[tuple[Block, int]] = []
    for block in blocks:
        for found in _ANY_QUOTE.finditer(block.text):
            at = found.start()
            if found[0] == "“":
                goes_on = opened and opened[-1][0] is not block and not block.text[:at].strip()
                if not goes_on:
                    opened.append((block, at))
            elif opened:
                opened.pop()
            else:
                yield in_block("form.pairs", block, at, at + 1, "“””没有与它配对的“““。")
    for block, at in opened:
        yield in_block("form.pairs", block, at, at + 1, "“““没有与它配对的“””。")
