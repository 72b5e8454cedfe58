"""One row per thing that happened. Database triggers refuse to change or delete a row."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """A fact, recorded once. `hash` covers every other column and the hash of the event before it."""

    kind = models.CharField(_("对象种类"), max_length=40, help_text="foi.case, catalog.document …")
    object_id = models.BigIntegerField(_("对象编号"))
    type = models.CharField(_("事件"), max_length=80, help_text="dotted, past participle: foi.case.extended")
    data = models.JSONField(_("内容"), encoder=DjangoJSONEncoder, default=dict)
    occurred_on = models.DateField(_("发生日期"))
    recorded_at = models.DateTimeField(_("记录时间"))
    actor_id = models.BigIntegerField(_("经办人编号"), null=True)
    actor_name = models.CharField(_("经办人"), max_length=150, blank=True)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = _("台账事件")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["kind", "object_id", "id"]),
            models.Index(fields=["type", "occurred_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.type} {self.kind}:{self.object_id}"


class ChainHead(models.Model):
    """The single row that writers lock: where the chain ends and how long it is."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    hash = models.CharField(max_length=64)
    length = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_one_chain_head")]

    def __str__(self) -> str:
        return self.hash
