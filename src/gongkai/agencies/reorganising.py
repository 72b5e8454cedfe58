"""Acts of institutional reform on agencies: rename, merge, split, move part of the work (国办公开办函〔2019〕14号).

What an agency published stays under its name and index numbers; who answers for it changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty, Post, Reorganisation, Succession
from gongkai.agencies.services import record

Kind = Reorganisation.Kind
CLOSING = (Kind.MERGED, Kind.SPLIT)


@dataclass(frozen=True, slots=True)
class Heir:
    """Who takes over: which functions, and whether also the records and everything still open."""

    agency: Agency
    functions: str = ""
    is_keeper: bool = False


@transaction.atomic
def rename(
    *, actor: Any, agency: Agency, name: str, short_name: str, on: date, authority: str
) -> Reorganisation:
    """Give an agency a new name; what it published before goes on saying the name of its time beside it."""
    access.require(actor, agency, Duty.ADMINISTRATOR)
    row = Agency.objects.select_for_update().get(pk=agency.pk)
    faults = _act_faults(row, on, authority)
    if name.strip() == row.name:
        faults.append(_fault("REORGANISE-SAME-NAME", _("新名称与原名称相同。")))
    if Agency.objects.filter(name=name.strip()).exclude(pk=row.pk).exists():
        faults.append(_fault("REORGANISE-NAME-TAKEN", _("已有机构使用这个名称。")))
    _refuse(faults)
    made = _recorded(actor, row, Kind.RENAMED, on, authority)
    row.name, row.short_name = name.strip(), short_name.strip()
    row.full_clean(exclude=["path", "depth", "numchild"])
    row.save(update_fields=["name", "short_name"])
    record(actor, row, "renamed", on=on, before=made.former_name, name=row.name)
    agency.refresh_from_db()
    return made


@transaction.atomic
def reorganise(
    *, actor: Any, agency: Agency, kind: str, heirs: Sequence[Heir], on: date, authority: str
) -> Reorganisation:
    """Merge or split an agency, which closes it, or move some of its functions, which does not.

    The keeper inherits the records, open requests and drafts, and the right and duty to act on them; posts at the closed agency
    end. Raises PermissionDenied without the duty of administrator at every agency concerned, ValidationError with all reasons.
    """
    for concerned in (agency, *(heir.agency for heir in heirs)):
        access.require(actor, concerned, Duty.ADMINISTRATOR)
    row = Agency.objects.select_for_update().get(pk=agency.pk)
    if kind == Kind.MERGED and len(heirs) == 1:
        heirs = [Heir(heirs[0].agency, heirs[0].functions, is_keeper=True)]
    _refuse([*_act_faults(row, on, authority), *_heir_faults(row, kind, heirs)])
    made = _recorded(actor, row, kind, on, authority)
    for heir in heirs:
        Succession.objects.create(
            reorganisation=made,
            successor=heir.agency,
            functions=heir.functions.strip(),
            is_keeper=heir.is_keeper,
        )
    if kind in CLOSING:
        _close(actor, row, next(heir.agency for heir in heirs if heir.is_keeper), on)
    record(actor, row, kind, on=on, heirs=[heir.agency.code for heir in heirs])
    agency.refresh_from_db()
    return made


def _recorded(actor: Any, agency: Agency, kind: str, on: date, authority: str) -> Reorganisation:
    return Reorganisation.objects.create(
        agency=agency,
        kind=kind,
        on=on,
        authority=authority.strip(),
        former_name=agency.name,
        former_short_name=agency.short_name,
        recorded_by=actor,
    )


def _close(actor: Any, agency: Agency, keeper: Agency, on: date) -> None:
    """Close the agency; what it kept for others goes to the keeper too, so that `kept_by` always names an open agency."""
    for kept in [agency, *Agency.objects.select_for_update().filter(kept_by=agency)]:
        kept.closed_on = kept.closed_on or on
        kept.kept_by = keeper
        kept.save(update_fields=["closed_on", "kept_by"])
        record(actor, kept, "kept", on=on, keeper=keeper.code)
    for post in Post.objects.select_for_update().filter(agency=agency, until__isnull=True):
        post.until = max(on - timedelta(days=1), post.since)
        post.save(update_fields=["until"])
        record(actor, post, "ended", on=on, duty=post.duty, holder=post.holder_id)


def _act_faults(agency: Agency, on: date, authority: str) -> list[ValidationError]:
    found = []
    if agency.closed_on is not None:
        found.append(_fault("REORGANISE-CLOSED", _("该机构已经撤销。")))
    if not authority.strip():
        found.append(_fault("REORGANISE-AUTHORITY", _("请写明批准机构调整的文件。")))
    if on > timezone.localdate():
        found.append(_fault("REORGANISE-FUTURE", _("尚未生效的调整不能登记，请在生效之日登记。")))
    return found


def _heir_faults(agency: Agency, kind: str, heirs: Sequence[Heir]) -> list[ValidationError]:
    found = []
    if kind not in (*CLOSING, Kind.MOVED):
        found.append(_fault("REORGANISE-KIND", _("请选择调整方式。")))
    if any(heir.agency.pk == agency.pk for heir in heirs):
        found.append(_fault("REORGANISE-ITSELF", _("承接机关不能是该机构自己。")))
    if any(heir.agency.closed_on is not None for heir in heirs):
        found.append(_fault("REORGANISE-HEIR-CLOSED", _("承接机关已经撤销。")))
    if len({heir.agency.pk for heir in heirs}) < len(heirs):
        found.append(_fault("REORGANISE-TWICE", _("同一机关只能填写一次。")))
    if not heirs or (kind == Kind.MERGED and len(heirs) != 1):
        found.append(_fault("REORGANISE-HEIRS", _("请填写承接机关；合并的，只填写一个。")))
    if kind == Kind.SPLIT and len(heirs) < 2:
        found.append(_fault("REORGANISE-SPLIT", _("分立的，至少填写两个承接机关。")))
    if kind in (Kind.SPLIT, Kind.MOVED) and not all(heir.functions.strip() for heir in heirs):
        found.append(_fault("REORGANISE-FUNCTIONS", _("请写明各承接机关承接的职责。")))
    if kind in CLOSING and sum(heir.is_keeper for heir in heirs) != 1:
        found.append(_fault("REORGANISE-KEEPER", _("须有且只有一个机关承接档案和公开职责。")))
    if kind in CLOSING and agency.get_children().filter(closed_on__isnull=True).exists():
        found.append(_fault("REORGANISE-CHILDREN", _("还有下级机构，请先调整下级机构。")))
    return found


def _fault(code: str, text: str) -> ValidationError:
    return ValidationError(text, code=code)


def _refuse(faults: list[ValidationError]) -> None:
    if faults:
        raise ValidationError(faults)
