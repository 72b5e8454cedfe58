"""Who looked at an applicant's data, how long it is kept, how it was destroyed, and what was published of an answer."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.foi.models.case import Case


class ApplicantLook(models.Model):
    """Somebody saw an applicant's data. Rows are added and never changed; the database refuses it."""

    class Act(models.TextChoices):
        CASE_PAGE = "case_page", _("查看申请页")
        STEP = "step", _("办理步骤")
        RECEIPT = "receipt", _("查看回执")
        LETTER = "letter", _("下载文书")
        FILE = "file", _("下载材料")
        IDENTITY_PROOF = "identity_proof", _("下载身份证明")
        ARCHIVE = "archive", _("下载案卷")
        SEARCH = "search", _("按证件号码或者电话查找")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="looks", verbose_name=_("申请"))
    act = models.CharField(_("查看方式"), max_length=16, choices=Act.choices)
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("查看人"),
    )
    viewer_name = models.CharField(_("查看人姓名"), max_length=150)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("申请人信息查看记录")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["case", "viewer", "act", "at"], name="foi_look_repeated"),
            models.Index(fields=["viewer", "at"], name="foi_look_by_viewer"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.act} {self.viewer_id}"


class RetentionRule(models.Model):
    """A period changed by an administrator; the latest row of a code counts, before any row the bundled value does."""

    code = models.CharField(_("类别"), max_length=30)
    years = models.PositiveSmallIntegerField(_("保存年限"))
    source = models.CharField(_("依据"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("修改人")
    )
    set_at = models.DateTimeField(_("修改时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("保存期限")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(years__gte=1) & Q(years__lte=100), name="foi_retention_is_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.years}"


class DestructionProtocol(models.Model):
    """What was destroyed because its time was over: proposed by one person, approved by another."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待批准")
        REFUSED = "refused", _("未批准")
        DONE = "done", _("已销毁")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    rule = models.CharField(_("类别"), max_length=30)
    basis = models.CharField(_("保存期限和依据"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PROPOSED)
    cases = models.JSONField(_("申请"), help_text=_("编号和受理编号"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("批准人"),
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    destroyed = models.JSONField(_("销毁的内容"), encoder=DjangoJSONEncoder, default=dict, blank=True)
    files_left = models.JSONField(_("尚未删除的文件"), default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("销毁记录")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="foi_destruction_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(approved_by__isnull=False) & Q(approved_at__isnull=False)),
                name="foi_destruction_done_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.proposed_at:%Y-%m-%d}"


class CasePublication(models.Model):
    """A document of the catalogue that was drafted from an answer: for everybody to read, without the applicant."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("公布答复（不含申请人信息）")
        PROACTIVE = "proactive", _("转为主动公开")

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="publications", verbose_name=_("申请")
    )
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    document = models.ForeignKey(
        "catalog.Document", on_delete=models.CASCADE, related_name="+", verbose_name=_("政府信息")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("起草人")
    )
    made_at = models.DateTimeField(_("起草时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("由申请转为公开")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="foi_published_once_of_a_kind"),
            models.UniqueConstraint(fields=["document"], name="foi_document_of_one_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"
