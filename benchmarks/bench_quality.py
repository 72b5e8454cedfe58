"""How fast the rules of form are and what they find: documents a second against parsing the HTML alone, precision and recall of
each rule on faults planted in sound texts, examination of documents already public.

usage: bench_quality.py [--documents N] [--seed S] [--examples]
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from lxml import html

from gongkai.quality.form import Facts, check, read

PLACES = ("石塘镇", "柳桥镇", "白沙乡", "东岭乡", "城关街道")
MATTERS = ("惠农补助资金", "农村饮水安全", "义务教育学生资助", "老旧房屋修缮", "公共租赁住房", "安全生产检查")
WORK = ("申请受理", "资格审核", "资金发放", "监督检查", "绩效评价", "档案管理", "信息公开")
SENTENCES = (
    "各单位要明确责任分工，细化工作措施，确保{work}按期完成。",
    "{place}人民政府负责本辖区内的{work}，县直有关部门按照职责做好指导。",
    "申请人应当如实提供材料；材料不齐的，受理单位应当一次告知需要补正的内容。",
    "{work}的结果在门户网站公开，公开时间不少于{days}日，接受社会监督。",
    "违反规定的，由有权机关依法处理；涉嫌犯罪的，移送司法机关。",
    "“{work}”台账由专人管理，每月{days}日前报县政府办公室（联系电话：0999-1234567）。",
    "本办法所称{matter}，是指依据《江宁省财政资金管理办法》（江政发〔2024〕{days}号）安排的资金。",
    "自{year}年{month}月{days}日起受理，逾期不再受理。",
)
NUMERALS = "一二三四五六七八九"
FIRST_DAY = date(2024, 1, 2)


@dataclass
class Document:
    """A text under way: its paragraphs, its table, what is known of it."""

    facts: Facts
    paragraphs: list[str]
    table: list[list[str]]
    head: bool = True
    after: str = ""

    @property
    def body(self) -> str:
        """Its HTML."""
        rows = [
            "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
            for number, row in enumerate(self.table)
            for tag in ("th" if self.head and not number else "td",)
        ]
        return (
            "".join(f"<p>{one}</p>" for one in self.paragraphs)
            + f"<table>{''.join(rows)}</table>{self.after}"
        )


def sound(dice: random.Random) -> Document:
    """A normative document in which nothing is wrong."""
    matter, day = dice.choice(MATTERS), FIRST_DAY + timedelta(days=dice.randrange(900))

    def sentence() -> str:
        values = {"work": dice.choice(WORK), "place": dice.choice(PLACES), "matter": matter}
        return dice.choice(SENTENCES).format(
            **values, days=dice.randint(5, 28), year=day.year, month=dice.randint(1, 12)
        )

    paragraphs = ["各乡镇人民政府，县政府各部门："]
    for number in range(dice.randint(3, 6)):
        paragraphs.append(f"{NUMERALS[number]}、{dice.choice(WORK)}")
        paragraphs += [
            f"（{NUMERALS[at]}）{dice.choice(WORK)}。"
            + "".join(sentence() for _ in range(dice.randint(2, 5)))
            for at in range(dice.randint(2, 4))
        ]
    sums = [dice.randint(3, 900) for _place in PLACES]
    table = [
        ["乡镇", "户数"],
        *([place, str(sums[at])] for at, place in enumerate(PLACES)),
        ["合计", str(sum(sums))],
    ]
    written = f"{day.year}年{day.month}月{day.day}日"
    paragraphs += [
        f"本办法自{written}起施行，有效期5年。",
        "附件：1.申请表",
        "2.汇总表",
        "云溪县财政局",
        written,
    ]
    facts = Facts(
        f"云溪县财政局关于印发{matter}管理办法的通知", "normative_document", f"云财发〔{day.year}〕{dice.randint(1, 99)}号",
        day, day, None, ("申请表", "汇总表.xlsx"), is_public=True,
    )  # fmt: skip
    return Document(facts, paragraphs, table)


Planter = Callable[[Document, random.Random], None]


def _into(right: str, wrong: str) -> Planter:
    """Write `wrong` for the first `right` of some paragraph that has it."""

    def plant(document: Document, dice: random.Random) -> None:
        at = dice.choice([number for number, one in enumerate(document.paragraphs) if right in one])
        document.paragraphs[at] = document.paragraphs[at].replace(right, wrong, 1)

    return plant


def _adding(words: str) -> Planter:
    """Add a sentence to the first paragraph of an item."""

    def plant(document: Document, dice: random.Random) -> None:
        document.paragraphs[2] += words

    return plant


def _knowing(**facts: object) -> Planter:
    def plant(document: Document, dice: random.Random) -> None:
        document.facts = replace(document.facts, **facts)  # type: ignore[arg-type]

    return plant


def _after(markup: str) -> Planter:
    def plant(document: Document, dice: random.Random) -> None:
        document.after = markup

    return plant


def _wrong_sum(document: Document, dice: random.Random) -> None:
    document.table[-1][1] = str(int(document.table[-1][1]) + dice.choice((-90, -9, -1, 1, 9, 90)))


def _headless(document: Document, dice: random.Random) -> None:
    document.head = False


def _left_out(document: Document, dice: random.Random) -> None:
    document.paragraphs = [one for one in document.paragraphs if not one.startswith("二、")]


def _unsigned(document: Document, dice: random.Random) -> None:
    del document.paragraphs[-2:]


def _no_validity(document: Document, dice: random.Random) -> None:
    document.paragraphs = [one for one in document.paragraphs if "施行" not in one]
    document.facts = replace(document.facts, effective_on=None)


def _wrong_weekday(document: Document, dice: random.Random) -> None:
    day = FIRST_DAY + timedelta(days=dice.randrange(900))
    said = "一二三四五六日"[(day.weekday() + dice.randint(1, 6)) % 7]
    document.paragraphs[2] += f"会议定于{day.year}年{day.month}月{day.day}日（星期{said}）召开。"


PLANTERS: dict[str, Planter] = {
    "element.number": _knowing(document_number=""),
    "element.signed_on": _knowing(signed_on=None),
    "element.signature": _unsigned,
    "element.validity": _no_validity,
    "element.interpretation": _knowing(needs_interpretation=True),
    "element.alternative": _after('<p><img src="/files/1/" alt="IMG_20260302.jpg"></p>'),
    "element.table_header": _headless,
    "element.empty_section": _after("<h2>联系方式</h2>"),
    "element.attachment_missing": _knowing(attachments=("申请表",)),
    "element.title": _knowing(title="云溪县财政局关于做好春耕资金发放工作通知"),
    "element.same_title": _knowing(title_again=1),
    "form.levels": _left_out,
    "form.level_marks": _into("（一）", "（一）、"),
    "form.width": _into("，", ","),
    "form.wide_digits": _adding("共１２户。"),
    "form.pairs": _into("》", ""),
    "form.doubled_marks": _into("。", "。。"),
    "form.date": _adding("于2026年4月31日前办结。"),
    "form.weekday": _wrong_weekday,
    "form.date_zero": _adding("于2026年04月3日前办结。"),
    "form.date_ways": _adding("于2026.4.3前办结。"),
    "form.sums": _wrong_sum,
    "form.document_number": _adding("见云政发[2025]7号。"),
    "form.blanks": _into("细化工作措施，确保", "细化工作措施 确保工作"),
    "form.indent": _into("各乡镇人民政府，", "　　各乡镇人民政府，"),
    "form.leftovers": _adding("标准为每户XX元【待定】。"),
    "form.words_twice": _into("按照职责", "按照按照职责"),
}


@dataclass
class Tally:
    """Planted faults of a rule that were found and missed, and what it found where nothing was planted."""

    right: int = 0
    missed: int = 0
    wrong: int = 0
    examples: list[str] = field(default_factory=list)


def planted(documents: int, seed: int) -> Iterator[tuple[str, Document]]:
    """Each fault in texts of its own, and as many sound texts; a fault that finds no place is not planted."""
    for name, plant in {**PLANTERS, "": _knowing()}.items():
        for number in range(documents // len(PLANTERS) + 1):
            dice = random.Random(f"{seed}/{name}/{number}")
            document = sound(dice)
            try:
                plant(document, dice)
            except IndexError:
                continue
            yield name, document


def judged(documents: int, seed: int) -> dict[str, Tally]:
    """What each rule found and should have found."""
    tallies = {name: Tally() for name in PLANTERS}
    for name, document in planted(documents, seed):
        found = check(read(document.body), document.facts)
        rules = Counter(one.rule for one in found)
        if name:
            tallies[name].right += bool(rules[name])
            tallies[name].missed += not rules[name]
        for one in found:
            if one.rule != name:
                tally = tallies.setdefault(one.rule, Tally())
                tally.wrong += 1
                tally.examples.append(f"({name or 'sound'}) {one.quote[:40]} {one.why}")
    return tallies


def quality(documents: int, seed: int, examples: bool) -> None:
    """Print recall and precision of each rule."""
    print(f"{'rule':28}{'planted':>8}{'found':>8}{'recall':>8}{'false':>8}{'precision':>11}")
    for name, one in judged(documents, seed).items():
        number = one.right + one.missed
        recall = f"{one.right / number:.3f}" if number else "–"
        precision = f"{one.right / (one.right + one.wrong):.3f}" if one.right + one.wrong else "–"
        print(f"{name:28}{number:>8}{one.right:>8}{recall:>8}{one.wrong:>8}{precision:>11}")
        for example in one.examples[:5] if examples else []:
            print(f"    {example}")


def speed(documents: int, seed: int) -> None:
    """Documents a second of all rules, against parsing the HTML alone, on the same texts in the same run."""
    made = [sound(random.Random(f"{seed}/speed/{number}")) for number in range(documents)]
    bodies = [(one.body, one.facts) for one in made]

    def seconds(work: Callable[[str, Facts], object]) -> float:
        spent = []
        for _round in range(3):
            start = time.perf_counter()
            for body, facts in bodies:
                work(body, facts)
            spent.append(time.perf_counter() - start)
        return min(spent)

    parsing = seconds(lambda body, facts: html.fragment_fromstring(body, create_parent="section"))
    reading = seconds(lambda body, facts: read(body))
    checking = seconds(lambda body, facts: check(read(body), facts))
    size = sum(len(body) for body, _facts in bodies) / len(bodies)
    print(f"{documents} documents of {size:.0f} characters on average")
    for name, spent in (("parsing the HTML", parsing), ("taking it apart", reading), ("all rules", checking)):
        print(f"{name:20}{documents / spent:>10.0f} documents/s  {spent / parsing:>6.1f} × parsing")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", action="store_true")
    asked = parser.parse_args()
    quality(asked.documents, asked.seed, asked.examples)
    speed(min(asked.documents, 500), asked.seed)


if __name__ == "__main__":
    main()
