"""Which clause of which rule of disclosure (公开制度) governs an act of the authority."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models.documents import Document


class RuleLink(models.Model):
    """That a clause governs an act at an agency, and at those below it that have no rule of their own for the act.

    It holds from `since` up to the day before `until`. `content_sha256` is the content of the rule that was last found to
    fit; another content of the rule asks again. `act` is one of `law.acts`; an empty clause means the whole rule.
    """

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="rule_links", verbose_name=_("适用机关")
    )
    act = models.CharField(_("环节"), max_length=40)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="rule_links", verbose_name=_("制度")
    )
    clause = models.CharField(_("条款"), max_length=30, blank=True, help_text=_("留空为整件制度"))
    since = models.DateField(_("自何日起"))
    until = models.DateField(_("至何日前"), null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, editable=False)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("对应人")
    )
    linked_at = models.DateTimeField(_("对应时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("制度对应环节")
        ordering = ["act", "document", "id"]
        indexes = [models.Index(fields=["agency", "act"], name="catalog_rule_of_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "act", "document", "clause"],
                condition=Q(until__isnull=True),
                name="catalog_rule_link_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="catalog_rule_link_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.clause} {self.act}"
