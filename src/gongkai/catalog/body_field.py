"""The body of a document: rich text with tables, reduced to the allow-list on every way in."""

from __future__ import annotations

from typing import Any

from django_prose_editor.fields import ProseEditorField

from gongkai.convert import sanitise

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": [2, 3, 4, 5]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
}


class BodyField(ProseEditorField):
    """A rich text field whose every value is sanitised: from forms here, from code in `derived.refresh`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("config", {"extensions": dict(EXTENSIONS)})
        kwargs.setdefault("sanitize", sanitise.html)
        super().__init__(*args, **kwargs)
