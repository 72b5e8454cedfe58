"""Who handles a request: assigned one by one, or handed over together when a colleague leaves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, User
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case
from gongkai.foi.services.acts import DECIDING, HANDLING, acting

WHO_MAY_HANDLE = (*HANDLING, *DECIDING)


def assign_handler(*, actor: Any, case: Case, handler: User | None) -> Case:
    """Say who handles a request; None takes the assignment back. Both must hold a duty at the agency of the request.

    Assigning the same person again changes nothing. Raises PermissionDenied, StepRefused.
    """
    with acting(actor=actor, case=case, on=timezone.localdate(), duties=WHO_MAY_HANDLE) as act:
        if handler is not None and handler not in possible_handlers(act.case.agency):
            raise StepRefused(
                "FOI-HANDLER",
                _("经办人应当是受理机构的信息员、审核人或者分管负责人。"),
                "",
                _("请另选经办人，或者先由系统管理员登记其岗位。"),
            )
        if act.case.handler_id != (handler.pk if handler else None):
            act.case.handler = handler
            act.case.save(update_fields=["handler"])
            name = handler.get_full_name() if handler else ""
            act.note("handler_assigned", {"handler": handler.pk if handler else None, "name": name})
    case.handler = handler
    return case


def assign_handlers(*, actor: Any, cases: Iterable[Case], handler: User | None) -> int:
    """The same for many requests, each as an act of its own. Returns how many now have this handler."""
    return len([assign_handler(actor=actor, case=case, handler=handler) for case in cases])


def possible_handlers(agency: Agency) -> Any:
    """The people who may handle requests of an agency today."""
    return access.holders(agency, *WHO_MAY_HANDLE).order_by("display_name", "username")
