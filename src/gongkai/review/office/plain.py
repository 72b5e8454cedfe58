"""Office forms that carry out an act, with the refusals of the services in their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from gongkai.convert.content_type import FileRefused
from gongkai.review.rules import Refused


class PlainForm(forms.Form):
    """No colon after labels; refusals of the services stand above the fields with everything that was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def refuse(self, refused: Refused | FileRefused) -> None:
        """Show every reason."""
        if isinstance(refused, FileRefused):
            self.add_error(None, refused.text)
            return
        for blocker in refused.blockers:
            self.add_error(None, f"{blocker.text}［{blocker.code}］")


def carried_out(form: PlainForm, act: Callable[[], Any]) -> bool:
    """Whether a valid form's act went through; if not, its reasons stand in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except (Refused, FileRefused) as refused:
        form.refuse(refused)
        return False
    return True
