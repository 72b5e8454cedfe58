"""What detectors and places are called on a screen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongkai import scan
from gongkai.screening import rules

PART_NAMES = {
    "body": gettext_lazy("正文"),
    "header": gettext_lazy("页眉"),
    "footer": gettext_lazy("页脚"),
    "footnote": gettext_lazy("脚注"),
    "endnote": gettext_lazy("尾注"),
    "comment": gettext_lazy("批注"),
    "deleted": gettext_lazy("修订中删除的文字"),
    "hidden": gettext_lazy("隐藏的文字"),
    "textbox": gettext_lazy("文本框"),
    "alternative": gettext_lazy("图片的替代文字"),
    "property": gettext_lazy("文件属性"),
    "link": gettext_lazy("链接"),
    "style": gettext_lazy("样式"),
    "script": gettext_lazy("脚本"),
    "sheet": gettext_lazy("工作表"),
    "slide": gettext_lazy("幻灯片"),
    "notes": gettext_lazy("备注"),
    "annotation": gettext_lazy("注释"),
    "field": gettext_lazy("表单域"),
    "metadata": gettext_lazy("元数据"),
    "picture": gettext_lazy("图片中的文字（识别）"),
    "name": gettext_lazy("文件名"),
    "attribute": gettext_lazy("网页标签的属性"),
    "author": gettext_lazy("作者"),
    "outline": gettext_lazy("书签目录"),
    "layer": gettext_lazy("图层"),
    "label": gettext_lazy("页码标签"),
    "destination": gettext_lazy("链接位置"),
    "signature": gettext_lazy("电子签名信息"),
    "revision": gettext_lazy("以前的版本"),
    "chart": gettext_lazy("图表"),
    "diagram": gettext_lazy("图示"),
    "drawing": gettext_lazy("图形中的文字"),
    "formula": gettext_lazy("公式"),
    "validation": gettext_lazy("数据有效性"),
    "condition": gettext_lazy("条件格式"),
    "defined_name": gettext_lazy("定义的名称"),
    "pivot": gettext_lazy("数据透视表的缓存"),
    "external": gettext_lazy("外部链接的缓存"),
    "master": gettext_lazy("母版"),
    "glossary": gettext_lazy("文档部件库"),
    "folder": gettext_lazy("文件夹名"),
    "binary": gettext_lazy("二进制内容"),
    "other": gettext_lazy("其他内部文字"),
}


def detector_title(detector: str) -> str:
    """What a detector is called, in the reader's language."""
    if detector.startswith(rules.UNREAD):
        return _("没有读出，须由人核看")
    known = scan.detectors.known().get(detector)
    if known is None:
        return detector
    return known.title if (get_language() or "").startswith("zh") else known.english


def place_label(place: dict[str, Any]) -> str:
    """Where a finding stands, as a person counts."""
    found = [*place.get("path", [])]
    if "part" in place:
        name = str(PART_NAMES.get(place["part"], place["part"]))
        found.append(name if place["number"] == 1 else f"{name}{place['number']}")
    if "sheet" in place:
        found.append(place["sheet"])
    if "cell" in place:
        found.append(place["cell"])
    elif "page" in place:
        found.append(_("第%(page)d页") % {"page": place["page"]})
    elif "paragraph" in place:
        found.append(_("第%(number)d段") % {"number": place["paragraph"]})
    return " · ".join(found)
