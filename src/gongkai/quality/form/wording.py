"""What slipped in while writing: blanks inside Chinese, marks of the editor, words written twice; numbers of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.quality.form.characters import HAN
from gongkai.quality.form.model import Block, Facts, Finding, Text, in_block

_BLANKS = re.compile(rf"(?<=[{HAN}，。；：、]{{5}})[ \u3000\xa0]+(?=[{HAN}]{{5}})")
_SET_APART = re.compile(r"第[一二三四五六七八九十百零]+[章节条编]$|[一二三四五六七八九十]$|附件\d*$")
LONG = 40
_LEFT = re.compile(
    r"[【\[（(][^】\])）]{0,12}(?:待定|待补|待填|待核|待确认|此处填|插入图|请填写|请补充)[^】\])）]{0,12}[】\])）]"
    r"|[Ll]orem ipsum|(?:单击|点击)(?:或点击)?此处(?:输入|键入|添加)\w{0,6}|请(?:在此)?输入(?:正文|标题|内容|文字|文本)"
    r"|TODO|FIXME|[？?]{4,}|■{2,}"
)
_CROSSES = re.compile(r"(?<![A-Za-z0-9Ⅹ])[XＸ]{2,}(?=[年月日号元]|万元)")
_SAMPLE = re.compile(r"附件|样式|样本|范本|格式|模板|示例|填写|式样")
_FUNCTION = "的在和与及对将或按据并由把被为于以从向"
_TWICE = re.compile(rf"([{_FUNCTION}])\1(?![{_FUNCTION}确])")
_LEGIT = ("对对", "和和", "的的确确", "为为", "以以", "按按")
_PHRASE = re.compile(
    "(进行|以及|或者|并且|根据|按照|关于|对于|通过|我县|我市|我局|有关|应当|可以|规定|工作|管理|通知|办法|实施|加强)\\1"
)
_LONGER = re.compile(rf"([{HAN}]{{3,8}})\1")
_OFFICIAL = re.compile(
    r"(?<=[发函办字规通呈报批复任免令政])([\[［(（【﹝])((?:19|20)\d\d)([\]］)）】﹞])(第?0*)([1-9]\d{0,4}|0)(号)"
)


def blanks(text: Text, facts: Facts) -> Iterator[Finding]:
    """A blank between two stretches of Chinese inside a long sentence, and blanks that indent what is indented anyway."""
    for block in text.running:
        lead = len(block.text) - len(block.text.lstrip(" \u3000\xa0"))
        if lead and block.kind == "p":
            why = "段首不用空格缩进，网页和打印会自动缩进两个字。"
            yield in_block("form.indent", block, 0, lead, why, "")
        if len(block.text) < LONG or block.text.rstrip()[-1:] not in "。；：":
            continue
        for found in _BLANKS.finditer(block.text, lead):
            if not _SET_APART.search(block.text[: found.start()]):
                yield in_block("form.blanks", block, *found.span(), "中文文字之间不应当有空格。", "")


def leftovers(text: Text, facts: Facts) -> Iterator[Finding]:
    """【待定】, lorem ipsum, prompts of an editor, XX where a number should be."""
    is_sample = False
    for block in text.blocks:
        is_sample = is_sample or bool(_SAMPLE.search(block.text) and len(block.text) < 30)
        for found in _LEFT.finditer(block.text):
            why = f"“{found[0][:30]}”像是没有写完的地方，请补全或者删去。"
            yield in_block("form.leftovers", block, *found.span(), why)
        if not is_sample:
            for found in _CROSSES.finditer(block.text):
                why = f"“{found[0]}”像是没有填写的数字，请补全。"
                yield in_block("form.leftovers", block, *found.span(), why)


def words(text: Text, facts: Facts) -> Iterator[Finding]:
    """The same word twice in a row."""
    for block in text.running:
        for found in _TWICE.finditer(block.text):
            if found[0] not in _LEGIT:
                yield _twice(block, found, found[1])
        for found in _PHRASE.finditer(block.text):
            yield _twice(block, found, found[1])
        for found in _LONGER.finditer(block.text):
            if len(set(found[1])) > 2:
                yield _twice(block, found, None)


def _twice(block: Block, found: re.Match[str], right: str | None) -> Finding:
    return in_block("form.words_twice", block, *found.span(), f"“{found[1]}”重复。", right)


def document_numbers(text: Text, facts: Facts) -> Iterator[Finding]:
    """Numbers of documents cited with other brackets than 〔〕, with 第 or padded."""
    for block in text.blocks:
        for found in _OFFICIAL.finditer(block.text):
            right = f"〔{found[2]}〕{found[5]}号"
            why = f"发文字号的写法是“{right}”：年份用六角括号，序号不编虚位、不加“第”。"
            yield in_block("form.document_number", block, *found.span(), why, right)


def official_number(written: str) -> str | None:
    """A document number as it should be written; None when it is right or nobody can say."""
    found = _OFFICIAL.search(written) or re.search(
        r"(〔)((?:19|20)\d\d)(〕)(第0*|0+)([1-9]\d{0,4})(号)", written
    )
    if found is None:
        return None
    return f"{written[: found.start()]}〔{found[2]}〕{found[5]}号{written[found.end() :]}"
