"""What a document may be: its class, type and validity."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DisclosureClass(models.TextChoices):
    """公开属性 (国办发〔2016〕80号)."""

    PROACTIVE = "proactive", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    WITHHELD = "withheld", _("不予公开")


class DocumentType(models.TextChoices):
    """What kind of document it is, as far as a rule depends on it."""

    REGULATION = "regulation", _("规章")
    NORMATIVE_DOCUMENT = "normative_document", _("行政规范性文件")
    INTERPRETATION = "interpretation", _("政策解读")
    NOTICE = "notice", _("通知公告")
    PLAN = "plan", _("规划计划")
    STATISTICS = "statistics", _("统计信息")
    BUDGET = "budget", _("预算决算")
    PERMIT = "permit", _("行政许可和服务事项")
    PENALTY = "penalty", _("行政处罚和强制")
    PROFILE = "profile", _("机构概况")
    GUIDE = "guide", _("公开指南")
    REPORT = "report", _("报告")
    CLARIFICATION = "clarification", _("澄清")
    OTHER = "other", _("其他")


class Validity(models.TextChoices):
    """有效性; shown on the original page itself (国办发〔2017〕47号). `NOT_YET` follows from the dates and is never recorded."""

    NOT_YET = "not_yet", _("尚未施行")
    IN_FORCE = "in_force", _("有效")
    PARTLY = "partly", _("部分失效")
    AMENDED = "amended", _("已修改")
    REPEALED = "repealed", pgettext_lazy("validity", "废止")
    EXPIRED = "expired", _("失效")


ENDED = (Validity.REPEALED, Validity.EXPIRED)
