"""What the review asks of a document: its class, the facts that decide its steps, and its content in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.catalog import advice, declared
from gongkai.catalog.models.kinds import DisclosureClass, DocumentType
from gongkai.review.conditions import Fact
from gongkai.screening import office_pages
from gongkai.screening import queries as screening

FOUND = (
    ("none", gettext_lazy("没有发现")),
    ("person", gettext_lazy("个人信息")),
    ("secrecy", gettext_lazy("密级和内部标志")),
    ("words", gettext_lazy("词库中的词")),
    ("unread", gettext_lazy("没有读出的内容")),
)

FACTS = (
    Fact("document_type", gettext_lazy("文件类型"), DocumentType.choices),
    Fact("disclosure_class", gettext_lazy("公开属性"), DisclosureClass.choices),
    Fact("found", gettext_lazy("公开前检查发现"), FOUND),
)


class Reviewed:
    """The hooks of `review`, for one version of a document."""

    @property
    def review_class(self: Any) -> str:
        """The class a chain may be chosen for."""
        return str(self.document_type)

    @property
    def review_facts(self: Any) -> dict[str, list[str]]:
        """The facts a step's conditions may ask; what was found is no fact before everything was looked at."""
        facts = {"document_type": [self.document_type], "disclosure_class": [self.disclosure_class]}
        groups = screening.groups_found(self)
        if groups is not None:
            facts["found"] = sorted(groups) or ["none"]
        return facts

    def review_findings(self: Any, actor: Any) -> list[dict[str, Any]]:
        """What was found in it, and what was decided about that; whoever may sign may see it."""
        return [*office_pages.brief(self), *advice.findings(self)]

    @property
    def review_summary(self: Any) -> list[tuple[str, str]]:
        """What the registers and the comparison of versions say beside the text."""
        found = [
            (_("标题"), self.title),
            (_("发文字号"), self.document_number),
            (_("文件类型"), self.get_document_type_display()),
            (_("公开属性"), self.disclosure_class_label),
            (_("不公开的理由和依据"), f"{self.ground_label} {self.ground_article}".strip()),
            (_("法定主动公开事项"), self.statutory_item_label),
            (_("栏目"), str(self.column or "")),
            (_("成文日期"), str(self.signed_on or "")),
            (_("施行日期"), str(self.effective_on or "")),
            (_("有效期至"), str(self.expires_on or "")),
            (_("统一登记号"), self.registration_number),
            (_("不需要解读的理由"), self.interpretation_waiver),
            (_("内容概述"), self.summary),
        ]
        found += [
            (_("附件%(number)d") % {"number": number}, f"{item['title']}（{item['sha256'][:12]}）")
            for number, item in enumerate(self.attached, start=1)
        ]
        return [(label, value) for label, value in found if value]

    @property
    def review_text(self: Any) -> list[str]:
        """The paragraphs of the body, then the declared content line by line."""
        return [*self.body_paragraphs, *declared.paragraphs(self)]

    @property
    def declared_blocks(self: Any) -> list[declared.Block]:
        """The declared content as everybody will see it, of long tables the first rows."""
        return declared.blocks(self, declared.MOST_SHOWN)

    @property
    def body_paragraphs(self: Any) -> list[str]:
        """The paragraphs of the body alone: what readers may compare, since rows of a list leave the site one by one."""
        return [line for line in self.body_text.splitlines() if line.strip()]
