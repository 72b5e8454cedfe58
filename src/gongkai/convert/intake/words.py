"""What is told of a file that was taken in, in the words of whoever reads it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

GRAVE = frozenset(("secrecy", "closed"))
"""Notes after which nobody should go on without having looked."""

NOTES: dict[str, Any] = {
    "secrecy": gettext_lazy("文件标有“%(detail)s”：涉密文件不得公开；请立即停止，按保密规定处理。"),
    "closed": gettext_lazy("文件写明不主动公开（%(detail)s）；请核对公开属性。"),
    "tracked": gettext_lazy("文件里有%(count)s处修订：已采用接受修订后的文字，删去的文字没有导入。"),
    "comments": gettext_lazy("文件里有%(count)s处批注，没有导入。"),
    "hidden": gettext_lazy("文件里有%(count)s处隐藏文字，没有导入。"),
    "seal": gettext_lazy("落款处有印章图片%(count)s枚，没有放入正文。"),
    "contents": gettext_lazy("文件里的自动目录没有导入，网页由标题层次代替。"),
    "formula": gettext_lazy("文件里有%(count)s个公式，已变为普通文字，请核对。"),
    "chart": gettext_lazy("文件里有%(count)s个图表，没有导入；请以图片或者表格代替。"),
    "embedded": gettext_lazy("文件里嵌有%(count)s个其他文件，没有导入；需要的请作为附件上传。"),
    "symbol": gettext_lazy("文件里有%(count)s个特殊字体的符号，没有导入，请核对。"),
    "picture_unreadable": gettext_lazy("有%(count)s张图片浏览器无法显示，没有导入；请另存为 PNG 或者 JPG。"),
    "picture_outside": gettext_lazy("有%(count)s张图片不在文件里（链接到别处），没有导入。"),
    "no_alt": gettext_lazy("有%(count)s张图片没有文字说明；请在正文中选中图片填写，供视力障碍者使用。"),
    "nested": gettext_lazy("有%(count)s处内容层层嵌套过深，没有导入，请核对。"),
    "wide_table": gettext_lazy("有表格列数过多，超出部分没有导入，请作为附件上传。"),
    "other_sheets": gettext_lazy("工作簿还有其他工作表：%(detail)s。需要的请填写工作表名称后再导入一次。"),
    "hidden_sheets": gettext_lazy("工作簿有%(count)s个隐藏的工作表，没有导入；上传原文件前请删除。"),
    "hidden_cells": gettext_lazy("工作表有%(count)s行或者列被隐藏，没有导入；上传原文件前请删除。"),
    "many_rows": gettext_lazy(
        "表格有%(count)s行，放在正文里难以阅读，没有导入正文；原文件已存为附件。也可以按结构化清单发布，便于查询。"
    ),
    "layout_lost": gettext_lazy("OFD 是版式文件，段落和表格按位置还原，请逐段核对。"),
    "converted": gettext_lazy("旧格式的文件先由 LibreOffice 转换，请核对表格。"),
    "other_publisher": gettext_lazy("落款机关是“%(detail)s”，与所选机构不同，请核对。"),
}

FACTS: dict[str, Any] = {
    "title": gettext_lazy("标题"),
    "document_number": gettext_lazy("发文字号"),
    "signed_on": gettext_lazy("成文日期"),
    "effective_on": gettext_lazy("施行日期"),
    "expires_on": gettext_lazy("有效期至"),
    "issuer": gettext_lazy("发文机关标志"),
    "publisher": gettext_lazy("落款机关"),
    "addressees": gettext_lazy("主送机关"),
    "attachments": gettext_lazy("附件说明"),
    "remark": gettext_lazy("附注"),
    "copy_number": gettext_lazy("份号"),
    "secrecy": gettext_lazy("密级"),
    "urgency": gettext_lazy("紧急程度"),
    "signed_for_issue": gettext_lazy("签发人"),
    "copies": gettext_lazy("抄送机关"),
    "printed_by": gettext_lazy("印发机关"),
    "printed_on": gettext_lazy("印发日期"),
}


def note(code: str, count: int, detail: str) -> str:
    """A note as a sentence."""
    return str(NOTES[code]) % {"count": count, "detail": detail}


def fact(name: str) -> str:
    """What a recognised fact is called."""
    return str(FACTS[name])


def place(where: int) -> str:
    """Where something stood."""
    return _("第%(number)s段") % {"number": where} if where else _("页眉")
