"""What a table may say of a document."""

from __future__ import annotations

from gongkai.catalog import choices
from gongkai.catalog.models import DisclosureClass, DocumentType, Validity
from gongkai.catalog.validity import RECORDED
from gongkai.convert.official import in_official_language
from gongkai.convert.sheet import MAX_CELL
from gongkai.convert.tables import Field
from gongkai.law import catalogue

BODIES, ATTACHMENTS = "bodies", "attachments"
FOLDERS = (BODIES, ATTACHMENTS)


@in_official_language
def declared() -> tuple[Field, ...]:
    """The fields, the required ones first. Words for choices are those of tables: Chinese, whatever the reader's language."""
    return (
        Field(
            "source_id", "来源编号", ("编号", "信息编号", "信息ID", "ID", "序号"), required=True, longest=120
        ),
        Field("title", "标题", ("名称", "信息名称", "文件名称", "文件标题"), required=True),
        Field("agency", "发布机构", ("发文机关", "发布单位", "公开机构", "单位"), "choice", open=True),
        Field("column", "栏目", ("栏目名称", "信息类别", "分类", "类别"), "choice", open=True),
        Field("index_number", "索引号", ("信息索引号",), longest=40),
        Field("document_number", "发文字号", ("文号", "文件编号"), longest=80),
        Field("document_type", "文件类型", ("体裁", "体裁分类"), "choice", choices=_labels(DocumentType)),
        Field(
            "disclosure_class",
            "公开属性",
            ("公开方式", "公开类别"),
            "choice",
            choices=_labels(DisclosureClass),
        ),
        Field("statutory_item", "法定主动公开事项", (), "choice", choices={i: i for i in catalogue.ITEMS}),
        Field("ground", "不公开的理由", (), "choice", choices=dict(choices.ground_choices())),
        Field("ground_article", "不公开的法律依据", ("法律依据",), longest=120),
        Field("summary", "内容概述", ("摘要", "内容摘要", "概述"), longest=500),
        Field("topic", "主题分类", ("主题",), longest=60),
        Field("keywords", "关键词", ("主题词",)),
        Field("source", "来源", ("信息来源",), longest=120),
        Field("signed_on", "成文日期", ("生成日期", "发文日期", "印发日期"), "day"),
        Field("formed_on", "形成或变更日期", ("形成日期",), "day"),
        Field("published_on", "公开日期", ("发布日期", "发布时间", "公开时间"), "day"),
        Field("effective_on", "施行日期", ("生效日期", "实施日期"), "day"),
        Field("expires_on", "有效期至", ("失效日期", "截止日期"), "day"),
        Field("validity", "有效性", ("时效性", "时效", "效力状态"), "choice", choices=_validity()),
        Field("validity_from", "有效性变更日期", ("废止日期",), "day"),
        Field("body", "正文", ("内容", "信息内容"), longest=MAX_CELL),
        Field("body_file", "正文文件", ("正文文件名", "内容文件"), longest=300),
        Field("attachments", "附件", ("附件文件", "附件名称", "附件清单"), longest=4000),
    )


def _labels(model: type[DocumentType | DisclosureClass]) -> dict[str, str]:
    return {str(code): str(label) for code, label in model.choices}


def _validity() -> dict[str, str]:
    """What can be recorded; what follows from dates cannot."""
    return {str(code): str(label) for code, label in Validity.choices if code in RECORDED}
