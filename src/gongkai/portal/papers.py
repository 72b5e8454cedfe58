"""Documents as PDF and DOCX, made once for each state of their page and kept until that changes."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from gongkai.catalog import pictures
from gongkai.convert import paper
from gongkai.convert.official import in_official_language
from gongkai.convert.paper import Paper
from gongkai.portal.presenters import row_files, rows
from gongkai.portal.presenters.documents import DocumentPage

LAYOUT = "1"  # raised when the layout changes, so that what was kept is made again
MOST_PICTURES = 40
MOST_PICTURE_BYTES = 6 * 1024 * 1024  # of all of a document, as they are printed
LARGEST_PICTURE = 20 * 1024 * 1024
_SOURCE = re.compile(r'<img\b[^>]*?\ssrc="(/files/(\d{1,18})/[^"]*)"')
_MAKERS = {"pdf": paper.pdf, "docx": paper.docx}


@in_official_language
def made(document: Any, shown: DocumentPage, kind: str) -> bytes:
    """The document as a file. Raises typeset.TypesettingError."""
    content = _paper(document, shown)
    stated = [LAYOUT, content.title, content.facts, content.body, content.foot, content.attachments]
    digest = hashlib.sha256(json.dumps(stated, ensure_ascii=False).encode()).hexdigest()[:40]
    kept = _folder() / f"{document.pk}-{digest}.{kind}"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        data = _MAKERS[kind](_with_pictures(content, document))
        for outdated in _folder().glob(f"{document.pk}-*.{kind}"):
            outdated.unlink(missing_ok=True)
        draft = kept.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}")
        draft.write_bytes(data)
        draft.replace(kept)
        return data


def forget(document: Any, act: str) -> None:
    """Delete what was made of a document: something happened to it."""
    for kept in _folder().glob(f"{document.pk}-*"):
        kept.unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _paper(document: Any, shown: DocumentPage) -> Paper:
    return Paper(
        title=shown.title,
        facts=_facts(shown),
        body=document.body + _declared(rows.declared(None, document)),
        address=shown.url,
        foot=[
            _("本文件的网页：%(address)s") % {"address": shown.url},
            _("本件按网页%(day)s的内容生成。文件是否有效、有无修改，以网页为准；扫码打开网页。")
            % {"day": _day(shown.changed_at)},
        ],
        issuer=shown.agency.name,
        attachments=[file.title for file in shown.attachments],
        dated_on=timezone.localdate(shown.changed_at),
    )


def _facts(shown: DocumentPage) -> list[tuple[str, str]]:
    facts = [
        (_("索引号"), shown.index_number),
        (_("发布机构"), shown.name_then or shown.agency.name),
        (_("发文字号"), shown.document_number),
        (_("主题分类"), shown.topic),
        (_("成文日期"), _day(shown.signed_on)),
        (_("发布日期"), _day(shown.published_on)),
        (_("施行日期"), _day(shown.effective_on)),
        (_("有效期至"), _day(shown.expires_on)),
        (_("有效性"), shown.validity_label),
        (_("公开属性"), shown.disclosure_class_label),
    ]
    return [(label, value) for label, value in facts if value]


def _declared(content: rows.Declared | None) -> str:
    """Declared content as it is shown to everybody, as HTML like the text's; lists longer than the page shows end there too."""
    if content is None:
        return ""
    parts = [format_html("<h2>{}</h2>", content.label)]
    if content.cells:
        lines = format_html_join(
            "", "<tr><th>{}</th><td>{}</td></tr>", ((one.label, one.html) for one in content.cells)
        )
        parts.append(format_html("<table>{}</table>", lines))
    for table in content.tables:
        head = format_html_join("", "<th>{}</th>", ((row_files.heading(one),) for one in table.fields))
        lines = format_html_join(
            "",
            "<tr>{}</tr>",
            (
                (format_html_join("", "<td>{}</td>", ((one.html,) for one in row.cells)),)
                for row in table.rows
            ),
        )
        parts.append(
            format_html("<table><caption>{}</caption><tr>{}</tr>{}</table>", table.caption, head, lines)
        )
    shown = sum(len(table.rows) for table in content.tables)
    if content.total > shown:
        words = _("这里列出 %(shown)d 条，共 %(total)d 条，其余见网页。") % {
            "shown": shown,
            "total": content.total,
        }
        parts.append(format_html("<p>{}</p>", words))
    return "".join(parts)


def _day(value: Any) -> str:
    return (
        date_format(timezone.localtime(value) if hasattr(value, "tzinfo") else value, "Y年n月j日")
        if value
        else ""
    )


def _with_pictures(content: Paper, document: Any) -> Paper:
    """The pictures of the text that are attachments of the public version; what cannot be read is left as its words."""
    shown = pictures.shown(document.body)
    files = {row.pk: row for row in document.attachments if row.pk in shown and row.size <= LARGEST_PICTURE}
    found: dict[str, bytes] = {}
    for address, number in _SOURCE.findall(content.body)[:MOST_PICTURES]:
        row = files.get(int(number))
        if row is None or address in found:
            continue
        try:
            with row.file.open("rb") as stored:
                drawn = paper.printable(stored.read())
        except OSError:
            continue
        if drawn is not None and sum(map(len, found.values())) + len(drawn) <= MOST_PICTURE_BYTES:
            found[address] = drawn
    return Paper(**{name: getattr(content, name) for name in content.__slots__} | {"pictures": found})
