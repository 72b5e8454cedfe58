"""Error reports without personal data: nobody needs an applicant's form to find a fault in the program."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class NothingPersonal(SafeExceptionReporterFilter):
    """Hides every value that was typed and every variable of the program, also where a view forgot to say so."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Always, also in debug mode: what is typed while trying things out may be real."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """The names of the fields that were sent."""
        return {} if request is None else dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        """The names of the variables."""
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]
