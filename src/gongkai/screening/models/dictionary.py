"""Words to look for."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.screening.models.shared import Severity


class DictionaryEntry(models.Model):
    """A word to look for, kept by an administrator for the agency's subtree or, without an agency, for everybody."""

    class Category(models.TextChoices):
        FORBIDDEN = "forbidden", _("禁用词")
        TITLE = "title", _("称谓、机构名称错误")
        TYPING = "typing", _("错别字")
        ALLOWED = "allowed", _("放行词")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("适用机构"),
        help_text=_("该机构及其下级适用；留空为全部机构"),
    )
    word = models.CharField(_("词"), max_length=100, validators=[MinLengthValidator(2)])
    category = models.CharField(_("类别"), max_length=20, choices=Category.choices)
    severity = models.CharField(_("程度"), max_length=12, choices=Severity.choices, default=Severity.WARNING)
    right_form = models.CharField(
        _("正确写法"), max_length=100, blank=True, help_text=_("称谓和错别字应填；放行词不填")
    )
    since = models.DateField(_("起用日期"), null=True, blank=True)
    until = models.DateField(_("停用日期"), null=True, blank=True, help_text=_("当天仍适用"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("修改人"),
    )
    changed_at = models.DateTimeField(_("修改时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("词库条目")
        ordering = ["word", "id"]
        indexes = [models.Index(fields=["category", "word"], name="screening_word_category")]
        constraints = [
            models.UniqueConstraint(
                Coalesce("agency", 0), "word", "category", name="screening_word_once",
                violation_error_message=_("这个词在该类别中已有。"),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="screening_word_ends_after_start",
                violation_error_message=_("停用日期不能早于起用日期。"),
            ),
            models.CheckConstraint(condition=~Q(word=""), name="screening_word_not_empty"),
            models.CheckConstraint(
                condition=Q(category__in=["forbidden", "title", "typing", "allowed"]),
                name="screening_word_category_known",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["serious", "warning", "information"]),
                name="screening_word_severity_known",
            ),
            models.CheckConstraint(
                condition=~Q(category="allowed") | Q(right_form=""),
                name="screening_allowed_has_no_right_form",
                violation_error_message=_("放行词不填正确写法。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.word
