"""What another system may say of a matter, in a table or through the interface for programs."""

from __future__ import annotations

from gongkai.convert.official import in_official_language
from gongkai.convert.tables import Field
from gongkai.matters.models import Matter

YES, NO = "yes", "no"


@in_official_language
def declared() -> tuple[Field, ...]:
    """The fields, the required ones first."""
    return (
        Field("number", "办件编号", ("编号", "业务编号", "申请编号", "办件号"), required=True, longest=60),
        Field("name", "事项名称", ("事项", "业务名称", "办理事项"), required=True),
        Field(
            "applicant_name",
            "申请人",
            ("申请人名称", "申请人姓名", "办事人"),
            required=True,
            longest=100,
            personal=True,
        ),
        Field("accepted_on", "受理日期", ("受理时间", "收件日期"), "day", required=True),
        Field("applicant_kind", "申请人类型", (), "choice", choices=_labels(Matter.ApplicantKind)),
        Field("unit", "承办单位", ("办理单位", "承办科室", "窗口"), longest=100),
        Field("kind", "事项类型", ("类型",), "choice", choices=_labels(Matter.Kind)),
        Field("conditions", "办理条件", ("条件",), longest=2000),
        Field("limit_text", "办理时限", ("法定时限", "承诺时限", "时限"), longest=100),
        Field("limit_days", "时限（工作日）", ("承诺工作日", "时限天数"), longest=4),
        Field("promised_on", "承诺办结日期", ("应办结日期", "办理期限"), "day"),
        Field("state", "状态", ("办理状态", "办件状态", "环节"), "choice", choices=_labels(Matter.State)),
        Field("state_on", "状态日期", ("更新日期",), "day"),
        Field("finished_on", "办结日期", ("办结时间", "完成日期"), "day"),
        Field("result", "办理结果", ("结果",), longest=300),
        Field("published", "公示结果", ("是否公示", "是否公开"), "choice", choices={YES: "是", NO: "否"}),
        Field("code", "查询码", ("查询密码",), longest=40, personal=True),
        Field(
            "last_digits",
            "证件号码后四位",
            ("证件后四位", "证照后四位", "身份证后四位"),
            longest=4,
            personal=True,
        ),
    )


def _labels(model: type[Matter.Kind | Matter.State | Matter.ApplicantKind]) -> dict[str, str]:
    return {str(code): str(label) for code, label in model.choices}
