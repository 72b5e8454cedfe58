"""Keys for programs."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency


class ApiKey(models.Model):
    """What a program of an agency shows to be let in (接口密钥). Only a hash of it is kept.

    A program may do what the person who issued the key may do at that agency, within the scopes, and no longer than that
    person may.
    """

    class Scope(models.TextChoices):
        MATTERS_WRITE = "matters.write", _("报送办件")
        MATTERS_READ = "matters.read", _("查询本机构办件")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="api_keys", verbose_name=_("机构")
    )
    label = models.CharField(_("用途"), max_length=100)
    scopes = models.JSONField(_("权限"), default=list)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(_("开头"), max_length=12, editable=False)
    per_minute = models.PositiveSmallIntegerField(_("每分钟请求上限"), default=120)
    expires_on = models.DateField(_("有效期至"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("签发人")
    )
    created_at = models.DateTimeField(_("签发时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("接口密钥")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.label

    def is_valid(self, as_of: date) -> bool:
        """Whether it lets anybody in on a day."""
        return self.revoked_at is None and self.expires_on >= as_of

    @property
    def scope_labels(self) -> list[str]:
        """What it allows, in words."""
        return [str(label) for code, label in self.Scope.choices if code in self.scopes]


class KeptAnswer(models.Model):
    """The answer a program got to a request that it marked with a key of its own (幂等键): sent again, it gets the same one.

    Nothing of what was sent is kept but its checksum.
    """

    key = models.ForeignKey(
        ApiKey, on_delete=models.CASCADE, related_name="answers", verbose_name=_("接口密钥")
    )
    token = models.CharField(_("幂等键"), max_length=100)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(_("状态码"))
    answer = models.JSONField(_("答复"))
    given_at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("接口答复")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["key", "token"], name="api_answer_once")]

    def __str__(self) -> str:
        return self.token
