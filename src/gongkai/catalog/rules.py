"""Pure decisions of the catalogue: what a document still lacks before it may be submitted or go out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gongkai.catalog import choices, pictures
from gongkai.law import catalogue
from gongkai.review.rules import Blocker

PROACTIVE, ON_REQUEST, WITHHELD = "proactive", "on_request", "withheld"
CLASSES = {PROACTIVE, ON_REQUEST, WITHHELD}
NORMATIVE = {"regulation", "normative_document"}


def content_blockers(document: Any, *, live: bool, agency_closed: bool) -> list[Blocker]:
    """Everything the content itself lacks, at once. `live`: whether the document is public now; `agency_closed`: whether
    it would be the first publication of an agency that is no more (its keeper may still correct what was published)."""
    found = [*_required(document), *_dates(document)]
    if document.disclosure_class not in CLASSES:
        found.append(Blocker("DOC-CLASS", _("未选择公开属性（国办发〔2016〕80号）。")))
    elif document.disclosure_class == PROACTIVE:
        if document.statutory_item and document.statutory_item not in catalogue.ITEMS:
            found.append(Blocker("DOC-ITEM", _("所选法定主动公开事项不存在。")))
        elif not document.statutory_item and _in_statutory_column(document):
            found.append(Blocker("DOC-ITEM", _("未选择法定主动公开事项（条例第二十条、第二十一条）。")))
    else:
        found += _not_public(document, live)
    if agency_closed:
        found.append(Blocker("DOC-AGENCY-CLOSED", _("本机构已撤销，不能再发布新文件，请由承接机关发布。")))
    return found


def _required(document: Any) -> Iterable[Blocker]:
    if not document.title.strip():
        yield Blocker("DOC-TITLE", _("没有标题。"))
    if document.column is None:
        yield Blocker("DOC-COLUMN", _("未选择栏目。"))
    elif document.column.agency_id != document.agency_id:
        yield Blocker("DOC-COLUMN-FOREIGN", _("所选栏目属于另一机构。"))
    if not document.summary.strip():
        yield Blocker("DOC-SUMMARY", _("没有内容概述，目录须有名称和内容概述（条例第十二条）。"))
    if not document.body_text.strip() and not document.attached and not document.data:
        yield Blocker("DOC-BODY", _("没有正文，也没有附件。"))
    if missing := len(pictures.shown(document.body) - {item["id"] for item in document.attached}):
        yield Blocker(
            "DOC-PICTURE",
            _("正文里有%(count)s张图片不在附件中，公众看不到；请重新导入，或者从正文中删去。")
            % {"count": missing},
        )
    if untold := pictures.untold(document.body):
        yield Blocker(
            "DOC-PICTURE-TEXT",
            _(
                "正文里有%(count)s张图片没有文字说明（无障碍环境建设法第三十二条）；请在正文中点选图片，用“图片”按钮填写。"
            )
            % {"count": untold},
        )
    if document.document_type in NORMATIVE and not document.document_number.strip():
        yield Blocker("DOC-NUMBER", _("规章和行政规范性文件须有发文字号。"))


def _dates(document: Any) -> Iterable[Blocker]:
    if document.signed_on is None and document.formed_on is None:
        yield Blocker(
            "DOC-DATE",
            _("没有成文日期或形成日期，目录须有生成日期，公开期限由此起算（条例第十二条、第二十六条）。"),
        )
    if document.expires_on and document.signed_on and document.expires_on < document.signed_on:
        yield Blocker("DOC-EXPIRES", _("有效期早于成文日期，文件不会有施行的一天，请核对。"))
    if document.document_type in NORMATIVE and document.signed_on is None:
        yield Blocker("DOC-SIGNED-ON", _("规章和行政规范性文件须有成文日期。"))


def _in_statutory_column(document: Any) -> bool:
    return document.column is not None and document.column.section == "statutory"


def _not_public(document: Any, live: bool) -> Iterable[Blocker]:
    known = {code for code, _label in choices.ground_choices()}
    if document.ground not in known:
        yield Blocker("DOC-GROUND", _("不主动公开的，须选择理由。"))
    elif document.ground == choices.OUTSIDE_ARTICLE_19[0] and document.disclosure_class == WITHHELD:
        yield Blocker("DOC-GROUND-WEAK", _("“不属于主动公开范围”不是不予公开的理由，应选“依申请公开”。"))
    if not document.ground_article.strip():
        yield Blocker("DOC-GROUND-ARTICLE", _("不主动公开的，须写明法律依据。"))
    if live:
        yield Blocker("DOC-CLASS-LIVE", _("文件正在公开中，改为不主动公开前须先撤下。"))


def attachment_blockers(attached: Iterable[dict[str, Any]], stored: dict[int, str]) -> list[Blocker]:
    """Attachments whose stored file is gone or no longer the one that was checked. `stored`: id -> sha256 now."""
    return [
        Blocker(
            "DOC-ATTACHMENT",
            _("附件“%(title)s”缺失或与核验时不一致，请重新上传。") % {"title": item["title"]},
        )
        for item in attached
        if stored.get(item["id"]) != item["sha256"]
    ]
