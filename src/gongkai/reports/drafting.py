"""The starting text of sections 一, 五 and 六, written from the figures. People finish it; nothing here is invented.

Every number is bound (`text_tokens`): it follows the records until the signature. What the figures cannot tell is left
as a marked gap, and a report with a gap left in it cannot be signed. The text is part of a statutory document and
therefore Chinese in every locale.
"""

from __future__ import annotations

from typing import Any

from gongkai.reports import rules, text_figures, text_sources
from gongkai.reports.figures import Computed
from gongkai.reports.text_figures import Figure, Figures, money
from gongkai.reports.text_tokens import token

__all__ = ["GAP", "draft", "draft_for", "gap", "money", "title"]

GAP = "【请填写："


def gap(what: str) -> str:
    """A place that a person must fill."""
    return f"{GAP}{what}】"


def title(agency_name: str, year: int) -> str:
    """云溪县财政局2025年政府信息公开工作年度报告."""
    return f"{agency_name}{year}年政府信息公开工作年度报告"


def draft_for(computed: Computed, figures: Figures | None = None) -> dict[str, str]:
    """The starting text for computed figures, its numbers bound."""
    return draft(
        agency_name=computed.agency.name,
        year=computed.year,
        figures=figures or text_sources.figures(computed),
        is_government=computed.agency.is_government,
        chapters=bool(rules.text_sections(computed.form).keys() - {"s1", "s5", "s6"}),
    )


def draft(
    *, agency_name: str, year: int, figures: Figures, is_government: bool, chapters: bool = False
) -> dict[str, str]:
    """The text sections for an agency and a year. `chapters`: the six of the 2008 Regulation (Art 32), not today's three."""
    writer = _Writer(figures, year, is_government)
    if chapters:
        return _chapters(writer, agency_name)
    return {
        "s1": "\n".join(
            [
                f"{year}年，{agency_name}按照《中华人民共和国政府信息公开条例》的规定开展政府信息公开工作，现将有关情况报告如下。",
                f"（一）主动公开。{writer.proactive()}",
                f"（二）依申请公开。{writer.requests()}",
                f"（三）政府信息管理。{writer.managed()}{writer.by_hand('政府信息管理')}",
                f"（四）政府信息公开平台建设。{writer.by_hand('政府信息公开平台建设')}",
                f"（五）监督保障。{writer.by_hand('监督保障')}{writer.remedies()}",
            ]
        ),
        "s5": f"（一）存在的主要问题。{writer.by_hand('存在的主要问题')}\n"
        f"（二）改进情况。{writer.by_hand('改进情况')}",
        "s6": f"{writer.fees()}\n除上述情况外，没有其他需要报告的事项。",
    }


def _chapters(writer: _Writer, agency_name: str) -> dict[str, str]:
    """The statutory contents of the reports on 2008 to 2018; what this system did not yet record is left to be filled."""
    return {
        "s1": f"{writer.year}年，{agency_name}主动公开政府信息的情况如下。{writer.proactive() or gap('主动公开政府信息的数量、类别和渠道')}",
        "s2": f"{writer.requests()}\n不予公开政府信息{gap('不予公开的件数和理由；没有的写明0件')}。",
        "s3": f"{writer.fees()}\n减免费用{gap('减免收费的件数和金额；没有的写明0元')}。",
        "s4": writer.remedies()
        or f"因政府信息公开申请行政复议、提起行政诉讼{gap('件数和结果；没有的写明0件')}。",
        "s5": f"主要问题：{writer.by_hand('存在的主要问题')}\n改进情况：{writer.by_hand('改进情况')}",
        "s6": "没有其他需要报告的事项。",
    }


class _Writer:
    """Sentences over the figures that are known; a sentence whose figures are unknown is left out."""

    def __init__(self, figures: Figures, year: int, is_government: bool) -> None:
        self.figures, self.year, self.is_government = figures, year, is_government

    def has(self, *ids: str) -> bool:
        """Whether the figures are known."""
        return all((found := self.figures.find(key)) is not None and found.shown is not None for key in ids)

    def put(self, key: str) -> str:
        """A figure as a token with its unit."""
        figure = self._figure(key)
        return token(figure) + figure.unit

    def compared(self, key: str) -> str:
        """，比上年增加3件，增长12.5%; nothing when last year is not known."""
        figure = self._figure(key)
        return (
            f"，{token(figure, 'change')}"
            if figure.value is not None and figure.last_value is not None
            else ""
        )

    def _figure(self, key: str) -> Figure:
        figure = self.figures.find(key)
        if figure is None:
            raise KeyError(key)
        return figure

    def proactive(self) -> str:
        """What was published, of which kinds; rules, normative documents, permits, penalties, charges."""
        said = ""
        if self.has("documents.published"):
            said += f"全年在本平台主动公开政府信息{self.put('documents.published')}{self.compared('documents.published')}"
            if self._figure("documents.published").value and self.has("documents.types"):
                said += f"，按文件类型分：{token(self._figure('documents.types'))}"
            said += "。"
        if self.has("normative.made", "normative.repealed", "normative.valid"):
            said += (
                f"制发规章和行政规范性文件共{self.put('normative.made')}，废止{self.put('normative.repealed')}，"
                f"现行有效{self.put('normative.valid')}，均已按规定公开。"
            )
        if self.has("documents.interpretations") and self._figure("documents.interpretations").value:
            said += f"发布政策解读{self.put('documents.interpretations')}。"
        return said

    def requests(self) -> str:
        """Requests received, by way in and applicant, handled by outcome, carried over; days used."""
        if not self.has("requests.new"):
            return gap("收到和处理政府信息公开申请的情况")
        said = f"全年新收政府信息公开申请{self.put('requests.new')}{self.compared('requests.new')}"
        if self._figure("requests.new").value:
            if self.has("requests.channels"):
                said += f"；按提交方式分：{token(self._figure('requests.channels'))}"
            if self.has("requests.people", "requests.organizations"):
                said += f"；自然人提出{self.put('requests.people')}，法人或其他组织提出{self.put('requests.organizations')}"
        said += "。"
        if self.has("requests.carried_in"):
            said += f"上年结转申请{self.put('requests.carried_in')}。"
        detail = f"（{token(self._figure('results.list'))}）" if self.has("results.list") else ""
        if self.has("requests.handled", "requests.carried_out"):
            said += f"本年度办理结果{self.put('requests.handled')}{detail}，结转下年度继续办理{self.put('requests.carried_out')}。"
        if self.has("requests.days"):
            said += (
                f"从收到申请到办结平均用时{self.put('requests.days')}，逾期答复{self.put('requests.late')}。"
            )
        return said

    def managed(self) -> str:
        """Normative documents gathered in one place."""
        if not self.has("normative.valid"):
            return ""
        return f"对现行有效的{self.put('normative.valid')}规章、行政规范性文件实行集中公开、动态更新。"

    def remedies(self) -> str:
        """Reconsideration and suits, with their results."""
        if not self.has("remedies.reconsideration", "remedies.suits"):
            return ""
        return (
            f"因政府信息公开工作被申请行政复议{self.put('remedies.reconsideration')}、"
            f"被提起行政诉讼{self.put('remedies.suits')}，按结果分：{token(self._figure('remedies.list'))}。"
        )

    def fees(self) -> str:
        """The amount of processing fees, stated also when it is nil."""
        if not self.has("fees.sentence"):
            return gap("本年度收取政府信息公开信息处理费的金额")
        return f"{self.year}年，{token(self._figure('fees.sentence'))}。"

    def by_hand(self, subject: str) -> str:
        """The gap of a subject for which this system holds no records."""
        rows: list[dict[str, Any]] = text_figures.data()["by_hand"]
        row = next(row for row in rows if row["subject"] == subject)
        return gap(row["government"] if self.is_government and "government" in row else row["what"])
