"""The body of a document: rich text with tables, reduced to the allow-list on every way in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.templatetags.static import static
from django_prose_editor.fields import ProseEditorField
from django_prose_editor.widgets import ProseEditorWidget, importmap, prose_editor_presets

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
    "Image": True,
    "Caption": True,
    "Figure": True,
    "History": True,
    "OfficePaste": True,
}
MODULE = "catalog/paste.js"
"""Where the extensions are that the editor does not bring: cleaning of what is pasted, header cells with their scope."""


class ImportMapTag:
    """The editor's import map as an asset that Wagtail prints: its `{{ media.js }}` drops the editor's own."""

    def __html__(self) -> str:
        """The script element; it must come before every module."""
        return str(importmap.render())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ImportMapTag)

    def __hash__(self) -> int:
        return hash(ImportMapTag)


class BodyWidget(ProseEditorWidget):
    """The editor inside Wagtail's forms."""

    def get_config(self) -> Any:
        """The editor's, with the module of our own extensions."""
        return {**super().get_config(), "js_modules": [static(MODULE)]}

    @property
    def media(self) -> forms.Media:
        """Styles, the import map, then the modules."""
        return forms.Media(
            css={"all": ["django_prose_editor/material-icons.css", "django_prose_editor/editor.css"]},
            # An asset may be anything with __html__, which the stubs do not know.
            js=["catalog/editor_words.js", ImportMapTag(), *prose_editor_presets()[self.preset]],  # type: ignore[list-item]
        )


class BodyField(ProseEditorField):
    """A rich text field whose every value is sanitised: from forms here, from code in `derived.refresh`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("config", {"extensions": dict(EXTENSIONS)})
        kwargs.setdefault("sanitize", sanitise.html)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """The editor's form field with our widget, whatever Wagtail would choose for long text."""
        return super().formfield(**{**kwargs, "widget": BodyWidget})
