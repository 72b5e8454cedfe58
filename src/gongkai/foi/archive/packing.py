"""One zip of everything: cover and contents first, a checksum for every file, the same bytes for the same state."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from importlib.resources import files
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from gongkai.convert import typeset
from gongkai.convert.official import in_official_language
from gongkai.foi import masking
from gongkai.foi.archive import gathering
from gongkai.foi.archive.gathering import Entry
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case
from gongkai.law.outcomes import OUTCOMES

_OLDEST = (1980, 1, 1, 0, 0, 0)


@in_official_language
def build(case: Case, *, masked: bool = False) -> bytes:
    """The archive of a case. `masked`: for readers who do not handle it. Raises StepRefused when it was destroyed.

    The file's time is that of the case's last event; looks at the applicant's data are not part of it.
    """
    if case.destroyed_on:
        raise StepRefused("FOI-ARCHIVE-DESTROYED", _("保存期满，案卷已经销毁。"))
    case = Case.objects.select_related("agency", "applicant").get(
        pk=case.pk
    )  # as stored, not as it was typed
    hidden = gathering.secrets(case) if masked else {}
    rows = gathering.events(case)
    entries = [
        *gathering.letter_entries(case, hidden),
        *gathering.paper_entries(case, masked=masked),
        *gathering.record_entries(case, hidden),
        *gathering.event_entries(rows),
    ]
    cover = _cover(case, hidden, rows, masked=masked)
    contents: dict[str, bytes] = {
        "index.html": _html(cover, entries).encode(),
        "index.pdf": _pdf(cover, entries, rows[-1].occurred_on),
        "README.txt": _bundled("readme.txt"),
        "check.py": _bundled("check.txt"),
    }
    contents |= {entry.path: entry.content for entry in entries if entry.content is not None}
    contents["manifest.json"] = _manifest(case, contents, masked=masked)
    return _zip(contents)


@in_official_language
def file_name(case: Case, *, masked: bool = False) -> str:
    """The name a reader's file gets."""
    return f"{case.receipt_number}-{_('案卷（隐去申请人信息）') if masked else _('案卷')}.zip"


def _cover(case: Case, hidden: dict[str, str], rows: list[Any], *, masked: bool) -> list[tuple[str, str]]:
    who = case.applicant
    outcome = OUTCOMES[case.outcome].label if case.outcome and case.closed_on else ""
    lines = [
        (_("受理编号"), case.receipt_number),
        (_("机构"), case.agency.name),
        (_("申请人"), f"{who.name}（{who.get_kind_display()}）"),
        (_("所需信息名称"), case.subject),
        (_("提交方式"), str(case.get_channel_display())),
        (_("收到日期"), case.received_on.isoformat() if case.received_on else _("待双方确认")),
        (_("答复期限"), case.due_on.isoformat() if case.due_on else ""),
        (_("办结日期"), case.closed_on.isoformat() if case.closed_on else _("未办结")),
        (_("办理结果"), outcome),
        (
            _("案卷截至"),
            _("第%(id)d号事件，%(day)s") % {"id": rows[-1].pk, "day": rows[-1].occurred_on.isoformat()},
        ),
        (_("最后事件校验值"), rows[-1].hash),
    ]
    if masked:
        lines.append((_("说明"), _("已隐去申请人和第三方的个人信息，标“未收入”的材料只在完整案卷中。")))
    return [(label, masking.within(text, hidden)) for label, text in lines if text]


def _html(cover: list[tuple[str, str]], entries: list[Entry]) -> str:
    return render_to_string("foi/archive/index.html", {"cover": cover, "groups": _groups(entries)})


def _groups(entries: list[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.group, []).append(entry)
    return found


def _pdf(cover: list[tuple[str, str]], entries: list[Entry], day: Any) -> bytes:
    head = [{"text": text, "header": True} for text in (_("序号"), _("名称"), _("文件"))]
    listed = [
        [str(number), entry.title, entry.path if entry.content is not None else _("未收入")]
        for number, entry in enumerate(entries, 1)
    ]
    return typeset.form(
        title=_("政府信息公开申请案卷"),
        subtitle=cover[0][1],
        sections=[
            {
                "heading": _("封面"),
                "table": {"rows": [[label, text] for label, text in cover], "columns": [1, 3]},
            },
            {"heading": _("目录"), "table": {"rows": [head, *listed], "columns": [1, 6, 5]}},
        ],
        dated_on=day,
    )


def _bundled(name: str) -> bytes:
    return (files("gongkai.foi.archive") / name).read_bytes()


def _manifest(case: Case, contents: dict[str, bytes], *, masked: bool) -> bytes:
    listed = {
        path: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for path, data in sorted(contents.items())
    }
    made = {"case": case.receipt_number, "agency": case.agency.code, "masked": masked, "files": listed}
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def _zip(contents: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for path, data in sorted(contents.items()):
            entry = zipfile.ZipInfo(path, _OLDEST)
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o644 << 16,
            )
            archive.writestr(entry, data, compresslevel=6)
    return written.getvalue()
