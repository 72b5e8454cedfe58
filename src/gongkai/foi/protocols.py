"""The destruction protocol on paper: who proposed, who approved, which cases, what was destroyed, when."""

from __future__ import annotations

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.convert import typeset
from gongkai.convert.official import in_official_language
from gongkai.foi import retention
from gongkai.foi.models import DestructionProtocol

WORDS = {
    "cases": gettext_lazy("申请（件）"),
    "identity_proofs": gettext_lazy("身份证明影像（份）"),
}
PER_ROW = 3


@in_official_language
def pdf(row: DestructionProtocol) -> bytes:
    """The protocol, proposed or done."""
    rule = retention.rules().get(row.rule)
    facts = [
        [_("机构"), row.agency.name],
        [_("类别"), rule.label if rule else row.rule],
        [_("保存期限和依据"), row.basis],
        [_("提出"), f"{row.proposed_by.get_full_name()}，{_moment(row.proposed_at)}"],
        [_("状态"), str(row.get_state_display())],
    ]
    if row.approved_by and row.approved_at:
        label = _("批准并销毁") if row.state == DestructionProtocol.State.DONE else _("处理")
        facts.append([label, f"{row.approved_by.get_full_name()}，{_moment(row.approved_at)}"])
    sections = [{"heading": _("事项"), "table": {"rows": facts, "columns": [1, 3]}}]
    if row.destroyed:
        counts = [[_words(name), str(many)] for name, many in row.destroyed.items() if many]
        kept = _("台账事件、受理编号、日期、申请人类型和办理结果保留，统计数字不变。")
        sections.append(
            {"heading": _("销毁的内容"), "paragraphs": [kept], "table": {"rows": counts, "columns": [3, 1]}}
        )
    numbers = [item["number"] for item in row.cases]
    padded = numbers + [""] * (-len(numbers) % PER_ROW)
    listed = [padded[start : start + PER_ROW] for start in range(0, len(padded), PER_ROW)]
    title = _("申请（共%(number)d件）") % {"number": len(numbers)}
    sections.append(
        {"heading": title, "table": {"rows": listed, "columns": PER_ROW}} if listed else {"heading": title}
    )
    day = timezone.localtime(row.approved_at or row.proposed_at).date()
    return typeset.form(
        title=_("申请人信息销毁记录"), issuer=row.agency.name, sections=sections, dated_on=day
    )


def _moment(moment: object) -> str:
    return date_format(timezone.localtime(moment), "Y年n月j日 H:i")  # type: ignore[arg-type]


def _words(name: str) -> str:
    """What was counted: rows of a model, by what it is called."""
    if name in WORDS:
        return str(WORDS[name])
    return _("%(what)s（份）") % {"what": apps.get_model(name)._meta.verbose_name}
