"""The only writer of the agencies room. Every act leaves an event in the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, DisclosureOffice, Duty, HolidayNotice, Post, User
from gongkai.law.calendar import Notice, parse_notice
from gongkai.ledger import services as ledger

calendar_changed = Signal()
"""Sent after a holiday notice was loaded; whoever keeps dates of open matters recomputes them."""


def record(actor: Any, subject: Any, type_: str, *, on: date | None = None, **data: Any) -> None:
    """Append an event about an agency, post, person or notice."""
    kind = f"agencies.{subject._meta.model_name}"
    day = on or timezone.localdate()
    ledger.append(ledger.NewEvent(kind, subject.pk, f"{kind}.{type_}", day, data, actor))


@transaction.atomic
def found_agency(*, actor: Any, parent: Agency | None, on: date | None = None, **fields: Any) -> Agency:
    """Add an agency below `parent` (the organ that supervises it, Art 3) with an empty disclosure office."""
    agency: Agency = parent.add_child(**fields) if parent else Agency.add_root(**fields)
    DisclosureOffice.objects.create(agency=agency)
    record(actor, agency, "founded", on=on, code=agency.code, name=agency.name)
    return agency


@transaction.atomic
def revise_guide(*, actor: Any, agency: Agency, on: date, **fields: Any) -> DisclosureOffice:
    """Change the disclosure office and its guide, and date the revision (Art 12: kept up to date)."""
    office = DisclosureOffice.objects.select_for_update().get(agency=agency)
    for name, value in fields.items():
        setattr(office, name, value)
    office.revised_on = on
    office.save()
    record(actor, office, "revised", on=on, fields=sorted(fields))
    return office


@transaction.atomic
def appoint(*, actor: Any, agency: Agency, holder: User, duty: str, since: date, title: str = "") -> Post:
    """Give a duty at an agency to a person."""
    if Post.objects.filter(agency=agency, holder=holder, duty=duty, until__isnull=True).exists():
        raise ValidationError(_("此人已担任该职责。"), code="AGENCY-POST-HELD")
    post = Post.objects.create(agency=agency, holder=holder, duty=duty, since=since, title=title)
    record(actor, post, "appointed", on=since, duty=duty, holder=holder.pk, agency=agency.code)
    return post


@transaction.atomic
def end_post(*, actor: Any, post: Post, on: date) -> Post:
    """End a post; the row stays."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.until is not None:
        raise ValidationError(_("该岗位已于%(day)s结束。") % {"day": post.until}, code="AGENCY-POST-ENDED")
    post.until = on
    post.full_clean(validate_unique=False)
    post.save(update_fields=["until"])
    record(actor, post, "ended", on=on, duty=post.duty, holder=post.holder_id)
    return post


def refuse_loaded(notice: Notice) -> None:
    """Raise ValidationError when the same document was loaded for the year and region before."""
    known = HolidayNotice.objects.filter(year=notice.year, region=notice.region, document=notice.document)
    if known.exists():
        raise ValidationError(
            _("%(document)s已经载入,未作改动。") % {"document": notice.document}, code="NOTICE-ALREADY-LOADED"
        )


@transaction.atomic
def load_notice(*, actor: Any, content: Any, on: date | None = None) -> HolidayNotice:
    """Load a notice on days off. Raises `LawInputError` with all reasons when the content is not a notice.

    The same document for the same year and region replaces nothing: it is refused. Open matters are recomputed
    after the transaction; closed ones never change.
    """
    notice: Notice = parse_notice(content)
    refuse_loaded(notice)
    row = HolidayNotice.objects.create(
        year=notice.year,
        region=notice.region,
        document=notice.document,
        content=notice.as_mapping(),
        loaded_by=actor,
    )
    record(actor, row, "loaded", on=on, year=notice.year, document=notice.document)
    transaction.on_commit(lambda: calendar_changed.send(sender=HolidayNotice))
    return row


def may_load_notices(actor: Any) -> bool:
    """Administrators load notices."""
    return any(post.duty == Duty.ADMINISTRATOR for post in access.current_posts(actor))
