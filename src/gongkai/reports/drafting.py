"""The starting text of sections 一, 五 and 六, written from the figures. People finish it; nothing here is invented.

What the figures cannot tell is left as a marked gap, and a report with a gap left in it cannot be signed. The text
is part of a statutory document and therefore Chinese in every locale.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gongkai.reports.figures import Computed

Number = int | Decimal
GAP = "【请填写："


def gap(what: str) -> str:
    """A place that a person must fill."""
    return f"{GAP}{what}】"


def title(agency_name: str, year: int) -> str:
    """云溪县财政局2025年政府信息公开工作年度报告."""
    return f"{agency_name}{year}年政府信息公开工作年度报告"


def draft_for(computed: Computed) -> dict[str, str]:
    """The starting text for computed figures."""
    return draft(
        agency_name=computed.agency.name,
        year=computed.year,
        values=computed.values,
        fees=computed.fees,
        is_government=computed.agency.is_government,
    )


def draft(
    *, agency_name: str, year: int, values: Mapping[str, Number | None], fees: Decimal, is_government: bool
) -> dict[str, str]:
    """The three text sections for an agency and a year; `fees` is the processing fee received, in yuan."""
    count = {cell: int(value or 0) for cell, value in values.items()}
    return {
        "s1": _overview(agency_name, year, count, is_government=is_government),
        "s5": _problems(),
        "s6": fee_sentence(year, fees, "本级政府及所属单位" if is_government else "本机关")
        + "\n除上述情况外，没有其他需要报告的事项。",
    }


def fee_sentence(year: int, fees: Decimal, who: str) -> str:
    """The amount of processing fees received in the year, stated also when it is nil (国办函〔2020〕109号)."""
    if not fees:
        return f"{year}年，{who}未收取政府信息公开信息处理费，收费金额为0元。"
    return f"{year}年，{who}依法收取政府信息公开信息处理费共计{money(fees)}元。"


def money(amount: Decimal) -> str:
    """400, 1712.50: no needless decimals."""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def _overview(name: str, year: int, count: Mapping[str, int], *, is_government: bool) -> str:
    supervision = "工作考核、社会评议和责任追究结果" if is_government else "监督检查、业务培训"
    return "\n".join(
        [
            f"{year}年，{name}按照《中华人民共和国政府信息公开条例》的规定开展政府信息公开工作，现将有关情况报告如下。",
            _proactive(count),
            _requests(count),
            f"（三）政府信息管理。{gap('信息制作、审查、更新和动态管理情况')}",
            f"（四）政府信息公开平台建设。{gap('门户网站专栏、查阅点等平台建设情况')}",
            f"（五）监督保障。{gap(supervision + '情况')}{_remedies(count)}",
        ]
    )


def _proactive(count: Mapping[str, int]) -> str:
    made, repealed = _sum(count, "t2.", ".made"), _sum(count, "t2.", ".repealed")
    valid = _sum(count, "t2.", ".valid")
    return f"（一）主动公开。全年制发规章和行政规范性文件共{made}件，废止{repealed}件，现行有效{valid}件，均已按规定公开。"


def _requests(count: Mapping[str, int]) -> str:
    def total(row: str) -> int:
        return count.get(f"t3.{row}.total", 0)

    if not total("new") and not total("carried_in"):
        return "（二）依申请公开。全年新收政府信息公开申请0件，上年结转0件。"
    groups = {
        "予以公开": total("grant"),
        "部分公开": total("partial"),
        "不予公开": _sum(count, "t3.deny.", ".total"),
        "无法提供": _sum(count, "t3.cannot.", ".total"),
        "不予处理": _sum(count, "t3.refuse.", ".total"),
        "其他处理": _sum(count, "t3.other.", ".total"),
    }
    results = "，".join(f"{label}{number}件" for label, number in groups.items() if number)
    return (
        f"（二）依申请公开。全年新收政府信息公开申请{total('new')}件，上年结转{total('carried_in')}件；"
        f"本年度办理结果{total('results_total')}件{f'（其中{results}）' if results else ''}，"
        f"结转下年度继续办理{total('carried_out')}件。"
    )


def _remedies(count: Mapping[str, int]) -> str:
    reconsidered = count.get("t4.recon.total", 0)
    sued = count.get("t4.suit_direct.total", 0) + count.get("t4.suit_after.total", 0)
    return f"因政府信息公开工作被申请行政复议{reconsidered}件、被提起行政诉讼{sued}件。"


def _problems() -> str:
    return (
        f"（一）存在的主要问题。{gap('本年度工作中的主要问题')}\n"
        f"（二）改进情况。{gap('上一年度所列问题的改进结果和下一步措施')}"
    )


def _sum(count: Mapping[str, int], start: str, end: str) -> int:
    return sum(number for cell, number in count.items() if cell.startswith(start) and cell.endswith(end))
