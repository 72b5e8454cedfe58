"""What the agency wrote and received while handling a request. Words live here; facts with dates live in the ledger."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.foi.hashes import new_verification_code
from gongkai.foi.models.case import Case, CaseFile
from gongkai.foi.models.sealed import SealedCharField, SealedJSONField, SealedTextField


class Correction(models.Model):
    """The one notice to correct (Art 30) and what the applicant sent back."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("申请")
    )
    wanted = SealedTextField(_("需补正的内容"))
    reply_by = models.DateField(_("补正期限"))
    requested_on = models.DateField(_("告知日期"))
    received_on = models.DateField(_("收到补正日期"), null=True, blank=True)
    text = SealedTextField(_("补正内容"), blank=True)
    voided = models.BooleanField(_("已撤销"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("补正")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case} {self.requested_on}"


class Consultation(models.Model):
    """A letter to a third party (Art 32) or another agency (Art 34), and the opinion that came back."""

    class Party(models.TextChoices):
        THIRD_PARTY = "third_party", _("第三方")
        AGENCY = "agency", _("其他行政机关")

    class Opinion(models.TextChoices):
        AGREES = "agrees", _("同意公开")
        OBJECTS = "objects", _("不同意公开")
        PARTLY = "partly", _("部分同意")
        SILENT = "silent", _("未答复")

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("申请")
    )
    ref = models.CharField(_("序号"), max_length=20)
    party = models.CharField(_("对象类别"), max_length=12, choices=Party.choices)
    name = SealedCharField(_("被征求意见人"), max_length=120)
    contact = SealedCharField(_("联系方式"), max_length=200, blank=True)
    question = SealedTextField(_("征求意见的内容"), blank=True)
    sent_on = models.DateField(_("发出日期"))
    letter_received_on = models.DateField(_("对方收到日期"), null=True, blank=True)
    answered_on = models.DateField(_("收到意见日期"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=10, choices=Opinion.choices, blank=True)
    reasons = SealedTextField(_("对方理由"), blank=True)
    proof = models.ForeignKey(
        CaseFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("送达凭证"),
    )
    voided = models.BooleanField(_("已撤销"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("征求意见")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="foi_consultation_ref_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.get_party_display()} {self.ref}"


class ProcessingFee(models.Model):
    """The explicit decision to charge (Art 42, 国办函〔2020〕109号), with the lines of the computation."""

    class Method(models.TextChoices):
        BY_ITEM = "by_item", _("按件计收")
        BY_PAGE = "by_page", _("按量计收")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="fees", verbose_name=_("申请"))
    method = models.CharField(_("计收方式"), max_length=10, choices=Method.choices)
    quantity = models.PositiveIntegerField(_("数量"), help_text=_("件数（当月累计至本件）或页数"))
    items = models.PositiveIntegerField(_("本申请件数"), default=1)
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2)
    lines = models.JSONField(_("计算明细"), encoder=DjangoJSONEncoder)
    reasons = models.TextField(_("收费理由"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("经办人")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("批准人")
    )
    notice_served_on = models.DateField(_("收到收费通知日期"))
    paid_on = models.DateField(_("缴费日期"), null=True, blank=True)
    treasury_receipt = models.CharField(_("财政票据号"), max_length=60, blank=True)
    voided = models.BooleanField(_("已撤销"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("信息处理费")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="foi_fee_is_positive")]

    def __str__(self) -> str:
        return f"{self.case} {self.amount}"


class Decision(models.Model):
    """The answer (Arts 33, 36–39): proposed by the officer, decided by the person who approves it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待审批")
        RETURNED = "returned", _("已退回")
        MADE = "made", _("已作出")
        SET_ASIDE = "set_aside", _("已被纠正")
        VOIDED = "voided", _("已撤销")

    class ServedBy(models.TextChoices):
        POST = "post", _("邮寄（邮政企业）")
        IN_PERSON = "in_person", _("当面送达")
        ELECTRONIC = "electronic", _("电子送达")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("申请"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PROPOSED)
    outcome = models.CharField(_("办理结果"), max_length=40)
    variant = models.CharField(_("告知书类型"), max_length=40)
    reasons = models.TextField(_("理由"), blank=True)
    grounds = models.CharField(_("依据"), max_length=300, blank=True)
    content = models.TextField(_("提供的信息或获取方式、途径、时间"), blank=True)
    withheld = models.TextField(_("不予公开的部分"), blank=True)
    responsible_agency = models.CharField(_("负责公开的机关及联系方式"), max_length=200, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("拟稿人")
    )
    drafted_at = models.DateTimeField(_("拟稿时间"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审批人"),
    )
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    opinion = models.CharField(_("审批意见"), max_length=300, blank=True)
    served_by = models.CharField(_("送达方式"), max_length=12, choices=ServedBy.choices, blank=True)
    decided_on = models.DateField(_("答复日期"), null=True, blank=True)
    letter = models.OneToOneField(
        "foi.Letter",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decision",
        verbose_name=_("告知书"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("答复决定")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="proposed"), name="foi_one_proposal_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="made"), name="foi_one_decision_stands"
            ),
            models.CheckConstraint(
                condition=~Q(state="made")
                | (Q(approved_by__isnull=False) & Q(decided_on__isnull=False) & ~Q(served_by="")),
                name="foi_decision_made_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.outcome}"


class Letter(models.Model):
    """A numbered letter of the agency. The content is kept as issued; files are drawn from it when asked for."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("登记回执")
        CORRECTION = "correction", _("补正告知书")
        CONSULTATION = "consultation", _("征求意见函")
        EXTENSION = "extension", _("延期答复告知书")
        FEE_NOTICE = "fee_notice", _("收费通知")
        EXCESSIVE_DELAY = "excessive_delay", _("合理延迟告知书")
        DECISION = "decision", _("答复告知书")
        DISCLOSURE_NOTICE = "disclosure_notice", _("决定公开告知书（第三方）")
        WITHDRAWAL = "withdrawal", _("撤回申请确认书")
        DELIVERY_SLIP = "delivery_slip", _("送达回证")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters", verbose_name=_("申请"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices)
    number = models.CharField(_("文号"), max_length=80)
    title = models.CharField(_("标题"), max_length=200)
    content = SealedJSONField(_("内容"))
    content_sha256 = models.CharField(max_length=64, editable=False)
    # Printed on the letter as text and as a QR code: whoever holds the paper can ask whether it is genuine.
    verification_code = models.CharField(
        _("核验码"), max_length=24, unique=True, default=new_verification_code, editable=False
    )
    template = models.ForeignKey(
        "foi.LetterTemplate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("所用模板"),
        help_text=_("留空为内置模板"),
    )
    dated_on = models.DateField(_("落款日期"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    voided = models.BooleanField(_("已作废"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("告知书")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="foi_letter_number_once")]

    def __str__(self) -> str:
        return self.number


class Delivery(models.Model):
    """How and when a letter reached the applicant (国办公开办函〔2016〕235号)."""

    class Route(models.TextChoices):
        POST = "post", _("邮寄（邮政企业）")
        IN_PERSON = "in_person", _("当面送达")
        ELECTRONIC = "electronic", _("电子邮件")
        DOWNLOAD = "download", _("凭查询码下载")
        INSPECTION = "inspection", _("现场查阅、抄录")
        COURIER = "courier", _("其他快递企业寄递")

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("告知书")
    )
    route = models.CharField(_("送达方式"), max_length=12, choices=Route.choices)
    on = models.DateField(_("交邮、签收或发送日期"))
    postal_number = models.CharField(_("邮件号"), max_length=40, blank=True)
    received_on = models.DateField(_("对方签收日期"), null=True, blank=True)
    signed_by = SealedCharField(_("签收人"), max_length=60, blank=True)
    place = models.CharField(_("查阅地点"), max_length=120, blank=True)
    minutes = models.PositiveIntegerField(_("查阅用时（分钟）"), null=True, blank=True)
    copies = models.PositiveIntegerField(_("复制页数"), null=True, blank=True)
    # Art 40: another form than the one chosen, because it would harm the carrier or cost too much.
    instead_of = models.CharField(_("代替的提供形式"), max_length=12, choices=Case.Form.choices, blank=True)
    instead_because = SealedCharField(_("改变提供形式的理由"), max_length=300, blank=True)
    help_given = SealedCharField(_("提供的必要帮助"), max_length=200, blank=True)
    note = SealedCharField(_("说明"), max_length=200, blank=True)
    evidence = models.ForeignKey(
        CaseFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("凭证")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("送达记录")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(route="post") | ~Q(postal_number=""), name="foi_delivery_by_post_has_a_number"
            ),
            models.CheckConstraint(
                condition=~Q(route="inspection") | ~Q(place=""), name="foi_inspection_has_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.on}"


class Voiding(models.Model):
    """Why an event no longer stands. The ledger knows that it was voided; the words may speak of people and stay here."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="voidings", verbose_name=_("申请"))
    event_id = models.BigIntegerField(_("撤销的事件"), unique=True)
    reason = SealedCharField(_("撤销的原因"), max_length=300)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("撤销人"),
    )
    voided_at = models.DateTimeField(_("撤销时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("事件撤销")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case} #{self.event_id}"
