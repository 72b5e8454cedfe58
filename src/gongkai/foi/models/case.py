"""The request itself, the person behind it, and the files that belong to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.agencies.sealed_storage import sealed_storage
from gongkai.foi.models.sealed import SealedCharField, SealedEmailField, SearchHashField


def private_path(instance: Any, filename: str) -> str:
    """Where an upload lies: an unguessable name that says nothing about the person (the original name is a column)."""
    return f"foi/{uuid4().hex[:2]}/{uuid4().hex}"


class Number(models.Model):
    """The last number given out per agency, year and series. Locked while the next one is taken."""

    class Series(models.TextChoices):
        RECEIPT = "receipt", _("受理编号")
        LETTER = "letter", _("告知书文号")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    year = models.PositiveSmallIntegerField(_("年份"))
    series = models.CharField(_("序列"), max_length=10, choices=Series.choices)
    last = models.PositiveIntegerField(_("已用至"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("编号")
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "series"], name="foi_number_once_per_series")
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.year} {self.series} {self.last}"


class Applicant(models.Model):
    """Who asks (条例 Arts 27, 29). Sealed: opened when somebody reads it; found by hashes of the two numbers."""

    class Kind(models.TextChoices):
        NATURAL = "natural", _("自然人")
        BUSINESS = "business", _("商业企业")
        RESEARCH = "research", _("科研机构")
        CHARITY = "charity", _("社会公益组织")
        LEGAL = "legal", _("法律服务机构")
        OTHER_ORG = "other_org", _("其他组织")

    kind = models.CharField(_("申请人类型"), max_length=12, choices=Kind.choices)
    name = SealedCharField(_("姓名或名称"), max_length=120)
    representative = SealedCharField(_("法定代表人或负责人"), max_length=60, blank=True)
    contact_person = SealedCharField(_("联系人"), max_length=60, blank=True)
    identity_document = models.CharField(_("证件名称"), max_length=40, blank=True)
    identity_number = SealedCharField(_("证件号码"), max_length=40, blank=True)
    identity_proof = models.FileField(
        _("身份证明"), upload_to=private_path, storage=sealed_storage, max_length=120, blank=True
    )
    identity_proof_type = models.CharField(_("身份证明文件类型"), max_length=80, blank=True)
    telephone = SealedCharField(_("联系电话"), max_length=40, blank=True)
    email = SealedEmailField(_("电子邮箱"), blank=True)
    postal_address = SealedCharField(_("通信地址"), max_length=200, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=10, blank=True)
    person_hash = models.CharField(max_length=64, db_index=True, editable=False)
    identity_hash = SearchHashField(of="identity_number")
    telephone_hash = SearchHashField(of="telephone")
    destroyed_on = models.DateField(_("销毁日期"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("申请人")
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_on__isnull=False)
                | ~Q(telephone="")
                | ~Q(email="")
                | ~Q(postal_address=""),
                name="foi_applicant_can_be_reached",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["natural", "business", "research", "charity", "legal", "other_org"]),
                name="foi_applicant_kind_is_a_form_column",
            ),
        ]

    def __str__(self) -> str:
        # Shown by frameworks in logs and error pages: never the name.
        return f"{self.get_kind_display()} #{self.pk}"

    @property
    def is_organisation(self) -> bool:
        """Whether it is a legal person or another organisation rather than a natural person."""
        return self.kind != self.Kind.NATURAL


class CaseQuerySet(models.QuerySet["Case"]):
    """Reading cases as they stood on a day; nothing that depends on the day is stored."""

    def received_by(self, day: date) -> CaseQuerySet:
        """Cases whose date of receipt (Art 31) is not after that day; unconfirmed ones do not count."""
        return self.filter(received_on__lte=day)

    def open_on(self, as_of: date) -> CaseQuerySet:
        """Cases not finally handled by the end of that day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=as_of))

    def closed_by(self, as_of: date) -> CaseQuerySet:
        """Cases finally handled by the end of that day."""
        return self.filter(closed_on__lte=as_of)

    def overdue_on(self, as_of: date) -> CaseQuerySet:
        """Open cases whose reply limit ended before that day and runs (is not waiting for anybody)."""
        found: CaseQuerySet = self.with_status(as_of).filter(Q(current_status="overdue"))
        return found

    def with_status(self, as_of: date) -> CaseQuerySet:
        """Annotate `current_status`: the status on that day, including those that come by lapse of time alone."""
        running: Any = Q(status="running") | Q(status="suspended", waits_until__lt=as_of)
        return self.annotate(
            current_status=Choose(
                When(closed_on__lte=as_of, then=F("closing_status")),
                When(running & Q(due_on__lt=as_of), then=Value("overdue")),
                When(running, then=Value("running")),
                default=F("status"),
                output_field=models.CharField(),
            )
        )


class Case(models.Model):
    """A request for government information (政府信息公开申请).

    The columns from `status` on are projections: written by `services.projection.refresh` from the ledger alone.
    `status` is what the last event left; what time alone changes (overdue, deemed abandoned, a consultation whose
    time is up) is computed for a day by `status_on` and `CaseQuerySet.with_status`.
    """

    class Channel(models.TextChoices):
        IN_PERSON = "in_person", _("当面提交")
        REGISTERED_MAIL = "registered_mail", _("挂号信或特快专递（需签收）")
        ORDINARY_MAIL = "ordinary_mail", _("平常信函（无需签收）")
        ONLINE = "online", _("互联网渠道")
        FAX = "fax", _("传真")

    class Form(models.TextChoices):
        PAPER = "paper", _("纸质")
        ELECTRONIC = "electronic", _("电子数据")
        INSPECTION = "inspection", _("查阅、抄录")

    class Route(models.TextChoices):
        POST = "post", _("邮寄")
        ELECTRONIC = "electronic", _("电子邮件或网上")
        IN_PERSON = "in_person", _("当面领取")

    class Status(models.TextChoices):
        AWAITING_CONFIRMATION = "awaiting_confirmation", _("待确认收到")
        RUNNING = "running", _("办理中")
        AWAITING_CORRECTION = "awaiting_correction", _("待申请人补正")
        SUSPENDED = "suspended", _("征求意见中")
        AWAITING_PAYMENT = "awaiting_payment", _("待申请人缴费")
        OVERDUE = "overdue", _("已逾期")
        DECIDED = "decided", _("已答复")
        ABANDONED = "abandoned", _("视为放弃")
        WITHDRAWN = "withdrawn", _("已撤回")

    receipt_number = models.CharField(_("受理编号"), max_length=60, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cases", verbose_name=_("机构"))
    applicant = models.ForeignKey(
        Applicant, on_delete=models.PROTECT, related_name="cases", verbose_name=_("申请人")
    )
    channel = models.CharField(_("提交方式"), max_length=20, choices=Channel.choices)
    submitted_at = models.DateTimeField(_("提交时间"))
    subject = models.CharField(_("所需信息名称"), max_length=200)
    document_number = models.CharField(_("所需信息文号"), max_length=80, blank=True)
    features = models.TextField(_("便于查询的其他特征"), blank=True)
    wanted_form = models.CharField(_("提供形式"), max_length=12, choices=Form.choices, default=Form.PAPER)
    wanted_route = models.CharField(_("获取途径"), max_length=12, choices=Route.choices, default=Route.POST)
    help_needed = SealedCharField(
        _("阅读或视听障碍所需帮助"), max_length=200, blank=True, help_text=_("条例第四十三条")
    )
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("口头申请代为填写人"),
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("登记人"),
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_cases",
        verbose_name=_("经办人"),
    )
    idempotency_key = models.CharField(max_length=80, unique=True, null=True, blank=True, editable=False)
    content_hash = models.CharField(max_length=64, db_index=True, editable=False)
    possible_duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="possible_duplicates",
        verbose_name=_("疑似重复提交"),
    )
    tracking_hash = models.CharField(max_length=64, editable=False)
    destroyed_on = models.DateField(_("销毁日期"), null=True, blank=True, editable=False)

    status = models.CharField(_("环节"), max_length=24, choices=Status.choices, editable=False)
    received_on = models.DateField(_("收到日期"), null=True, editable=False)
    due_on = models.DateField(_("答复期限"), null=True, editable=False)
    provisional = models.BooleanField(_("期限暂定"), default=False, editable=False)
    waits_until = models.DateField(_("等候至"), null=True, editable=False)
    closing_status = models.CharField(_("办结方式"), max_length=24, blank=True, editable=False)
    closed_on = models.DateField(_("办结日期"), null=True, editable=False)
    outcome = models.CharField(_("办理结果"), max_length=40, blank=True, editable=False)
    decided_on = models.DateField(_("答复日期"), null=True, editable=False)
    decided_on_time = models.BooleanField(_("按期答复"), null=True, editable=False)
    has_problems = models.BooleanField(_("程序有瑕疵"), default=False, editable=False)
    # Set when an answer was set aside: the request counts once, under its first result (decision record 0102).
    reopened_on = models.DateField(_("重新办理日期"), null=True, editable=False)
    first_closed_on = models.DateField(_("首次办结日期"), null=True, editable=False)
    first_outcome = models.CharField(_("首次办理结果"), max_length=40, blank=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("依申请公开申请")
        ordering = ["-submitted_at", "-id"]
        indexes = [
            models.Index(fields=["agency", "received_on"]),
            models.Index(fields=["agency", "closed_on"]),
            models.Index(fields=["agency", "due_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(reopened_on__isnull=True) & Q(first_closed_on__isnull=True) & Q(first_outcome="")
                )
                | (Q(reopened_on__isnull=False) & Q(first_closed_on__isnull=False) & ~Q(first_outcome="")),
                name="foi_case_reopened_after_a_first_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(closed_on__isnull=True) & Q(outcome="") & Q(closing_status=""))
                | (Q(closed_on__isnull=False) & ~Q(outcome="") & ~Q(closing_status="")),
                name="foi_case_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["overdue", "abandoned"]), name="foi_case_status_never_by_time_alone"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def description(self) -> str:
        """What is asked, in one text: name, document number, features (Art 29(2))."""
        return "；".join(part for part in (self.subject, self.document_number, self.features) if part)

    def is_open(self, as_of: date) -> bool:
        """Whether the request was not finally handled by the end of that day."""
        return self.closed_on is None or self.closed_on > as_of

    def status_on(self, as_of: date) -> str:
        """The status on a day: the same rule as `CaseQuerySet.with_status`."""
        if self.closed_on is not None and self.closed_on <= as_of:
            return self.closing_status
        expired = self.status == "suspended" and self.waits_until is not None and self.waits_until < as_of
        if self.status == "running" or expired:
            return "overdue" if self.due_on is not None and self.due_on < as_of else "running"
        return self.status

    def status_label(self, as_of: date) -> str:
        """The status on a day in words."""
        return str(self.Status(self.status_on(as_of)).label)


class CaseFile(models.Model):
    """A file kept with a case: what came with the request, what was provided, evidence of service."""

    class Role(models.TextChoices):
        REQUEST = "request", _("申请材料")
        SIGNED_FORM = "signed_form", _("申请人签名的申请表")
        CORRECTION = "correction", _("补正材料")
        OPINION = "opinion", _("征求意见回复")
        SEARCH = "search", _("检索记录")
        PROVIDED = "provided", _("提供的信息")
        REDACTED = "redacted", _("区分处理后的副本")
        EVIDENCE = "evidence", _("送达凭证")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files", verbose_name=_("申请"))
    role = models.CharField(_("用途"), max_length=12, choices=Role.choices)
    title = SealedCharField(_("名称"), max_length=200)
    file = models.FileField(_("文件"), upload_to=private_path, storage=sealed_storage, max_length=120)
    content_type = models.CharField(_("文件类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("字节数"))
    sha256 = models.CharField(max_length=64, editable=False)
    added_at = models.DateTimeField(_("加入时间"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("申请文件")
        ordering = ["id"]

    def __str__(self) -> str:
        # The name may be a person's.
        return f"{self.get_role_display()} #{self.pk}"
