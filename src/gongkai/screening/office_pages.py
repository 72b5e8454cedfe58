"""What the screens on findings show: texts with what was found marked in its place, and the list beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Max, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.convert.parts.model import Contents, Part
from gongkai.screening import labels, queries, rules, running, subjects, words
from gongkai.screening.models import Rescan, Screening, ScreeningFinding

PER_PAGE = 50
WHOLE_TEXT = 60_000
"""Characters up to which a text is shown whole; of a longer one, what stands around the findings of the page."""
AROUND = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and the finding that stands there."""

    text: str
    finding: ScreeningFinding | None = None


DRAWN = frozenset(("pdf", "image"))
"""Kinds of files with pages on which boxes can be drawn."""


@dataclass(slots=True)
class Section:
    """A part of the file with its pieces. `is_whole`: nothing is left out; `is_quiet`: hidden, and nothing was found in it."""

    label: str
    visible: bool
    recognised: bool
    is_whole: bool
    is_quiet: bool
    windows: list[list[Piece]] = field(default_factory=list)


def sections(contents: Contents | None, findings: Iterable[ScreeningFinding]) -> list[Section]:
    """The parts of a file with the findings marked; of a long file only what stands around them."""
    if contents is None:
        return []
    of_part: dict[tuple[Any, ...], list[ScreeningFinding]] = defaultdict(list)
    for finding in findings:
        if not finding.is_unread:
            place = finding.place
            of_part[tuple(place["path"]), place["part"], place["number"]].append(finding)
    whole = not is_long(contents)
    found = []
    for part in contents.parts:
        marked = sorted(of_part[part.path, part.name, part.number], key=lambda one: one.place["start"])
        if not marked and (not whole or part.name == "name"):
            continue
        is_quiet = not marked and not part.visible
        section = Section(_part_label(part), part.visible, part.recognised, whole, is_quiet)
        for start, end in [(0, len(part.text))] if whole else _windows(marked, len(part.text)):
            section.windows.append(list(_pieces(part.text, start, end, marked)))
        found.append(section)
    return found


def is_long(contents: Contents) -> bool:
    """Whether a text is too long to be shown whole."""
    return sum(len(part.text) for part in contents.parts) > WHOLE_TEXT


def _part_label(part: Part) -> str:
    return labels.place_label({"path": part.path, "part": part.name, "number": part.number})


def _windows(findings: Sequence[ScreeningFinding], length: int) -> list[tuple[int, int]]:
    """Stretches around the findings; those that meet are one."""
    found: list[tuple[int, int]] = []
    for finding in findings:
        start = max(0, finding.place["start"] - AROUND)
        end = min(length, finding.place["end"] + AROUND)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _pieces(text: str, start: int, end: int, findings: Sequence[ScreeningFinding]) -> Iterator[Piece]:
    at = start
    for finding in findings:
        begins, ends = finding.place["start"], finding.place["end"]
        if begins < at or ends > end:
            continue  # within one marked already, or in another window
        if begins > at:
            yield Piece(text[at:begins])
        yield Piece(text[begins:ends], finding)
        at = ends
    if at < end:
        yield Piece(text[at:end])


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in the list. `right_form`: what takes its place when it is taken out, where that is not a mask."""

    finding: ScreeningFinding
    title: str
    place: str
    certainty: int
    may_be_for_ever: bool
    right_form: str


def lines(row: Screening, findings: Sequence[ScreeningFinding]) -> list[Line]:
    """The findings of a page as the list shows them."""
    wrong = [finding.masked for finding in findings if finding.detector.startswith(rules.WORDS)]
    right = words.right_forms(row.agency, timezone.localdate(), wrong) if wrong else {}
    return [
        Line(
            finding,
            labels.detector_title(finding.detector),
            labels.place_label(finding.place),
            round(finding.confidence * 100),
            rules.may_be_for_ever(finding.detector),
            right.get(finding.masked, "") if finding.detector.startswith(rules.WORDS) else "",
        )
        for finding in findings
    ]


def findings_page(row: Screening, asked: str, number: Any) -> Page[ScreeningFinding]:
    """A page of the findings of one text or file: the open ones, unless all are asked for."""
    found = row.findings.select_related("decision__decided_by").order_by("number")
    if asked == "open":
        found = found.filter(decision=None).exclude(severity="information")
    return Paginator(found, PER_PAGE).get_page(number)


def in_order(obj: Any, rows: Iterable[Screening]) -> list[Screening]:
    """Screenings in the order in which the object holds its texts and files."""
    places = {key: at for at, key in enumerate(running.items_of(obj))}
    return sorted(rows, key=lambda row: places.get((row.kind, row.item_id, row.sha256), len(places)))


def chosen(obj: Any, rows: Sequence[Screening], asked: str) -> Screening | None:
    """The screening that is asked for by its key; of one whose file was redacted, the copy's."""
    found = next((row for row in rows if str(row.pk) == asked), None)
    if found is not None or not asked.isdecimal():
        return found
    gone = Screening.objects.filter(**subjects.key_of(obj), pk=int(asked)).first()
    if gone is None:
        return None
    redaction = queries.redactions(obj).filter(kind=gone.kind, sha256_before=gone.sha256).last()
    item = redaction.item_after if redaction else gone.item_id
    return next((row for row in rows if (row.kind, row.item_id) == (gone.kind, item)), None)


def contents_of(row: Screening, obj: Any) -> Contents | None:
    """What was read of a text or file; None while it waits or when it could not be read."""
    if row.kind == Screening.Kind.FILE:
        return running.kept_contents(row)
    item = running.items_of(obj).get((row.kind, row.item_id, row.sha256))
    return running.contents_of(row, item) if item else None


@dataclass(frozen=True, slots=True)
class Overview:
    """An object in the list, with the sums over its texts and files."""

    obj: Any
    label: str
    agency: str
    serious: int
    warning: int
    pending: int
    since: Any


FILTERS = {
    "open": gettext_lazy("待处理"),
    "pending": gettext_lazy("正在检查"),
    "all": gettext_lazy("全部"),
}


def overview(rows: QuerySet[Screening], asked: str, number: Any) -> tuple[Page[Any], list[Overview]]:
    """A page of the objects with something open, something pending, or anything at all; the gravest first."""
    pending = Q(state__in=[Screening.State.WAITING, Screening.State.RUNNING])
    grouped: Any = (
        rows.filter(current=True)
        .order_by()
        .values("content_type_id", "object_id", "agency__short_name")
        .annotate(
            serious=Sum("open_serious"),
            warning=Sum("open_warning"),
            since=Min("requested_at"),
            pending=Max("pk", filter=pending),
        )
    )
    if asked == "open":
        grouped = grouped.filter(Q(serious__gt=0) | Q(warning__gt=0))
    elif asked == "pending":
        grouped = grouped.filter(pending__isnull=False)
    page = Paginator(grouped.order_by("-serious", "-warning", "since", "object_id"), PER_PAGE).get_page(
        number
    )
    return page, list(_overviews(page.object_list))


def _overviews(groups: Iterable[dict[str, Any]]) -> Iterator[Overview]:
    groups = list(groups)
    objects = _objects(groups)
    for group in groups:
        label = subjects.label_of(Screening(**_key(group)))
        obj = objects.get((label, group["object_id"]))
        if obj is not None:
            yield Overview(
                obj,
                label,
                group["agency__short_name"],
                group["serious"],
                group["warning"],
                bool(group["pending"]),
                group["since"],
            )


def _objects(groups: Sequence[dict[str, Any]]) -> dict[tuple[str, int], Any]:
    """(kind, number) → the object, with one query for each kind."""
    found: dict[tuple[str, int], Any] = {}
    for content_type_id in {group["content_type_id"] for group in groups}:
        label = subjects.label_of(Screening(content_type_id=content_type_id))
        subject = subjects.labelled(label)
        pks = [group["object_id"] for group in groups if group["content_type_id"] == content_type_id]
        if subject is not None:
            rows = subject.model._default_manager.in_bulk(pks)
            found.update({(label, pk): obj for pk, obj in rows.items()})
    return found


def _key(group: dict[str, Any]) -> dict[str, int]:
    return {"content_type_id": group["content_type_id"], "object_id": group["object_id"]}


def named(rows: Iterable[Screening]) -> list[tuple[Screening, Any, str]]:
    """(screening, its object, the name of its kind) of a page of screenings, whose objects are fetched together."""
    rows = list(rows)
    groups = [{"content_type_id": row.content_type_id, "object_id": row.object_id} for row in rows]
    objects = _objects(groups)
    found = []
    for row in rows:
        label = subjects.label_of(row)
        obj = objects.get((label, row.object_id))
        if obj is not None:
            found.append((row, obj, label))
    return found


def time_left(rescan: Rescan) -> str:
    """How long a rescan will go on, at its pace so far; empty while nobody can say."""
    passed = (timezone.now() - rescan.started_at).total_seconds()
    if not rescan.done or passed < 5:
        return ""
    minutes = round(passed / rescan.done * max(0, rescan.total - rescan.done) / 60)
    if minutes < 1:
        return _("不到1分钟")
    if minutes < 120:
        return ngettext("约%(number)d分钟", "约%(number)d分钟", minutes) % {"number": minutes}
    hours = round(minutes / 60)
    return ngettext("约%(number)d小时", "约%(number)d小时", hours) % {"number": hours}


def brief(obj: Any, most: int = 100) -> list[dict[str, Any]]:
    """What was found in an object and weighs something, with what was decided: for whoever signs. The open ones first."""
    rows = (
        ScreeningFinding.objects.filter(
            screening__in=queries.of_object(obj).order_by(), severity__in=["serious", "warning"]
        )
        .select_related("screening", "decision__decided_by")
        .order_by(
            F("decision").asc(nulls_first=True), "severity", "screening__kind", "screening_id", "number"
        )
    )
    address = reverse("screening_office:view", args=[obj._meta.label_lower, obj.pk])
    return [
        {
            "severity": finding.severity,
            "severity_label": finding.get_severity_display(),
            "label": labels.detector_title(finding.detector),
            "masked": finding.masked,
            "where": f"{finding.screening.name} · {labels.place_label(finding.place)}",
            "decision": finding.decision,
            "url": f"{address}?item={finding.screening_id}&show=all#finding-{finding.pk}",
        }
        for finding in rows[:most]
    ]
