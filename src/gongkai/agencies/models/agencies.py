"""The agency tree and its disclosure offices."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node


class Agency(MP_Node):
    """An administrative organ or an authorised organisation (条例 Arts 2, 10, 54). The parent supervises it (Art 3).

    One that was closed stays, with everything it published; `kept_by` answers for that now (国办公开办函〔2019〕14号).
    """

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("人民政府")
        DEPARTMENT = "department", _("部门")
        TOWN = "town", _("乡镇(街道)")
        AUTHORISED = "authorised", _("法律法规授权的组织")

    code = models.SlugField(
        _("机构代码"), max_length=40, unique=True, help_text=_("用于网址和命令行,不再更改")
    )
    organization_code = models.CharField(
        _("组织机构代码"),
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Z]{9}$", _("组织机构代码为9位数字或大写字母,不带连字符"))],
        help_text=_("9位,不带连字符,是索引号的前段"),
    )
    name = models.CharField(_("名称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=40)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    makes_rules = models.BooleanField(_("有规章制定权"), default=False)
    reconsideration_body = models.CharField(
        _("行政复议机关"), max_length=120, blank=True, help_text=_("留空则为上一级人民政府(复议法第二十四条)")
    )
    court = models.CharField(_("管辖法院"), max_length=120, blank=True)
    warning_working_days = models.PositiveSmallIntegerField(
        _("到期前几个工作日提醒上级"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(20)],
        help_text=_("留空则用上级机关的设置；都未设置的，提前2个工作日"),
    )
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    kept_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="keeps",
        verbose_name=_("职责承接机关"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("机构")
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_by__isnull=True) | Q(closed_on__isnull=False),
                name="agencies_only_closed_are_kept",
                violation_error_message=_("只有撤销的机构才有承接机关。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_government(self) -> bool:
        """Whether this is a people's government: its report is due on 31 March, a department's on 31 January."""
        return self.kind == self.Kind.GOVERNMENT

    @property
    def answering(self) -> Agency:
        """Who answers for this agency now: itself, or the keeper of one that was closed."""
        return self.kept_by or self


class DisclosureOffice(models.Model):
    """The agency's 政府信息公开工作机构 and the nine items its guide must contain (条例 Arts 4, 12)."""

    GUIDE_FIELDS = (
        "classification",
        "arrangement",
        "ways_to_obtain",
        "name",
        "address",
        "office_hours",
        "telephone",
        "fax",
        "internet_contact",
    )

    agency = models.OneToOneField(
        Agency, on_delete=models.PROTECT, related_name="disclosure_office", verbose_name=_("机构")
    )
    classification = models.TextField(_("信息分类"), blank=True)
    arrangement = models.TextField(_("编排体系"), blank=True)
    ways_to_obtain = models.TextField(_("获取方式"), blank=True)
    name = models.CharField(_("工作机构名称"), max_length=120, blank=True)
    address = models.CharField(_("办公地址"), max_length=200, blank=True)
    office_hours = models.CharField(_("办公时间"), max_length=200, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=60, blank=True)
    fax = models.CharField(_("传真号码"), max_length=60, blank=True)
    internet_contact = models.CharField(_("互联网联系方式"), max_length=200, blank=True)
    accepts_online = models.BooleanField(_("已开通网上申请"), default=True)
    accepts_fax = models.BooleanField(_("已开通传真申请"), default=False)
    revised_on = models.DateField(_("指南修订日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("政府信息公开工作机构")

    def __str__(self) -> str:
        return self.name or str(self.agency)

    def missing_fields(self) -> list[str]:
        """Labels of the statutory guide items that are still empty (Art 12)."""
        empty = [name for name in self.GUIDE_FIELDS if not getattr(self, name)]
        return [str(field.verbose_name) for field in self._meta.fields if field.name in empty]
