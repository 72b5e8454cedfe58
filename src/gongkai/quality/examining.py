"""Looking at content: of one version while it is worked on, of what is public again and again."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalog import occasions, queries
from gongkai.catalog.models import Document, Relation
from gongkai.quality import checks, facts
from gongkai.quality.form import Facts, Finding, Text, check, read
from gongkai.quality.form.model import BODY, NUMBER, TITLE, spots
from gongkai.quality.links import findings as links
from gongkai.quality.links import places
from gongkai.quality.models import Examination, Flaw, Level, Waiver

AROUND = 16
BATCH, MOST, SECONDS = 50, 500, 15.0
"""Documents looked at together, at most in one tick, and the time after which a tick begins no other batch."""
_QUOTED, _SAID = 200, 400


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding with what it weighs here, what stands around it, and the decision to leave it, if any."""

    fingerprint: str
    finding: Finding
    level: str
    before: str
    after: str
    waiver: Waiver | None

    @property
    def check(self) -> checks.Check:
        """The check that found it."""
        return checks.every()[self.finding.rule]

    @property
    def is_open(self) -> bool:
        """Whether somebody should still do something about it."""
        return self.waiver is None and self.level in (Level.HOLD, Level.WARN)

    @property
    def can_be_corrected(self) -> bool:
        """Whether what should stand there is certain."""
        return self.finding.right is not None and self.finding.place in (TITLE, NUMBER, BODY)


def look(version: Document, said: facts.Known | None = None) -> list[Spot]:
    """What is found in exactly this version, in the order of the text. `said`: what was looked up for many at once."""
    said = said or facts.known([version])
    text, about = read(str(version.body)), facts.of(version, said)
    levels = said.levels(version.agency)
    wanted = {name for name, level in levels.items() if checks.is_on(level)}
    found = [one for one in (*check(text, about, wanted), *_links(text, said)) if one.rule in wanted]
    waivers = said.waivers.get(version.pk, {})
    return [
        Spot(mark, one, levels[one.rule], *_around(one, text, about), waivers.get(mark))
        for mark, one in spots(found, text, about)
    ]


def _links(text: Text, said: facts.Known) -> list[Finding]:
    return links.of(text, links.known([text]) if said.addresses is None else said.addresses)


def _around(finding: Finding, text: Text, about: Facts) -> tuple[str, str]:
    whole = {TITLE: about.title, NUMBER: about.document_number}.get(finding.place, "")
    source = text.blocks[finding.block].text if finding.block is not None else whole
    start, end = max(0, finding.start - AROUND), finding.end + AROUND
    before, after = source[start : finding.start], source[finding.end : end]
    return f"…{before}" if start else before, f"{after}…" if end < len(source) else after


# -- what is public --------------------------------------------------------------------------------------------


def waiting(now: datetime) -> QuerySet[Document]:
    """Public documents that were never looked at, have changed since, or are to be looked at again."""
    sound = Examination.objects.filter(
        document=OuterRef("pk"), content_sha256=OuterRef("content_sha256"), again_at__gt=now
    )
    return queries.public_documents().filter(~Exists(sound.filter(rules__in=_in_use()))).order_by("pk")


def _in_use() -> set[str]:
    """The versions of the checks that some agency goes by."""
    said = checks.settings()
    paths = {path for path, _check in said}
    set_there = Agency.objects.filter(path__in=paths) if paths else []
    return {checks.version({one.id: one.level for one in checks.every().values()})} | {
        checks.version(checks.levels(agency, said)) for agency in set_there
    }


def work(now: datetime) -> None:
    """What the tick calls."""
    run(now)


def run(now: datetime, most: int = MOST, seconds: float = SECONDS) -> int:
    """Look at what waits, at most so many documents and so long; how many it were. Another process takes other ones."""
    done, began = 0, time.monotonic()
    while done < most and time.monotonic() - began < seconds:
        with transaction.atomic():
            rows = waiting(now).select_for_update(of=("self",), skip_locked=True)
            batch = list(rows[: min(BATCH, most - done)])
            _keep(batch, now)
        done += len(batch)
        if len(batch) < BATCH:
            break
    return done


@transaction.atomic
def examine(document: Document, now: datetime | None = None) -> Examination | None:
    """Look at a document as it is public; None, and nothing kept, when it is not."""
    row = queries.public_documents().filter(pk=document.pk).first()
    if row is None:
        Examination.objects.filter(document=document).delete()
        return None
    return _keep([row], now or timezone.now())[0]


def _keep(documents: Sequence[Document], now: datetime) -> list[Examination]:
    """Write down what is found; what was found before keeps its day. Constant queries."""
    if not documents:
        return []
    said = facts.known(documents, timezone.localdate(now))
    said.addresses = places.record(documents)
    looks = {document.pk: look(document, said) for document in documents}
    made = [_examination(one, looks[one.pk], said, now) for one in documents]
    columns = ["content_sha256", "rules", "open", "hints", "examined_at", "again_at"]
    Examination.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["document"], update_fields=columns
    )
    earlier = Flaw.objects.filter(examination__in=looks)
    since = {
        (pk, mark): day for pk, mark, day in earlier.values_list("examination_id", "fingerprint", "found_on")
    }
    earlier.delete()
    today = timezone.localdate(now)
    Flaw.objects.bulk_create(
        _flaw(pk, spot, since.get((pk, spot.fingerprint), today))
        for pk, found in looks.items()
        for spot in found
    )
    return made


def _examination(document: Document, found: list[Spot], said: facts.Known, now: datetime) -> Examination:
    return Examination(
        document=document,
        content_sha256=document.content_sha256,
        rules=checks.version(said.levels(document.agency)),
        open=sum(spot.is_open for spot in found),
        hints=sum(spot.level == Level.HINT and spot.waiver is None for spot in found),
        examined_at=now,
        again_at=_again_at(document, now),
    )


def _again_at(document: Document, now: datetime) -> datetime:
    later = now + timedelta(days=checks.limit("examination_days"))
    due = document.interpretation_due_on
    if due is None or due <= timezone.localdate(now):
        return later
    return min(later, timezone.make_aware(datetime.combine(due, clock.min)))


def _flaw(examination: int, spot: Spot, since: date) -> Flaw:
    return Flaw(
        examination_id=examination,
        check_id=spot.finding.rule,
        level=spot.level,
        fingerprint=spot.fingerprint,
        quote=spot.finding.quote[:_QUOTED],
        why=spot.finding.why[:_SAID],
        found_on=since,
        waiver=spot.waiver,
    )


# -- when to look again ----------------------------------------------------------------------------------------


def again(documents: Iterable[int] | QuerySet[Document], now: datetime | None = None) -> int:
    """Have these documents looked at by the next tick, because something beside their text changed; how many."""
    return Examination.objects.filter(document__in=documents).update(again_at=now or timezone.now())


def on_occasion(document: Document, act: str) -> None:
    """Forget what is public no more; look again at what a document interprets and at those with its title."""
    if act == occasions.WITHDRAWN:
        Examination.objects.filter(document=document).delete()
    if act in (occasions.PUBLISHED, occasions.WITHDRAWN):
        explained = Relation.objects.filter(source=document, kind=Relation.Kind.INTERPRETS).values("target")
        alike = Q(agency=document.agency_id, title=document.title) & ~Q(pk=document.pk)
        again(Document.objects.filter(alike | Q(pk__in=explained)))
