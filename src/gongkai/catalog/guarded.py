"""Snippet screens that ask about the very instance before anything else: Wagtail itself asks about the model only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.snippets.views import snippets as base
from wagtail.snippets.views.snippets import SnippetViewSet

# What each screen does to the instance; whatever is not named here only shows it.
ACTIONS: tuple[tuple[type, str], ...] = (
    (base.EditView, "change"),
    (base.PreviewOnEditView, "change"),
    (base.CopyView, "add"),
    (base.DeleteView, "delete"),
    (base.UnpublishView, "publish"),
    (base.RevisionsUnscheduleView, "publish"),
    (base.LockView, "lock"),
    (base.UnlockView, "unlock"),
    (base.ReorderView, "change"),
)


def action_of(view_class: type) -> str:
    """The action a screen performs on its instance."""
    found = getattr(view_class, "instance_action", None)
    return found or next((action for known, action in ACTIONS if issubclass(view_class, known)), "view")


class GuardedSnippetViewSet(SnippetViewSet):
    """Every URL with a primary key is refused unless the policy allows its action on that instance.

    No account is exempt: superusers are asked the same question. There is no chooser, which would list everything.
    """

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponseBase]:
        """The view, behind the question."""
        view: Callable[..., HttpResponseBase] = super().construct_view(view_class, **kwargs)
        action = action_of(view_class)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **view_kwargs: Any) -> HttpResponseBase:
            if "pk" in view_kwargs:
                instance = get_object_or_404(self.model, pk=unquote(str(view_kwargs["pk"])))
                if not self.permission_policy.user_has_permission_for_instance(
                    request.user, action, instance
                ):
                    raise PermissionDenied
            return view(request, *args, **view_kwargs)

        return guarded

    def register_chooser_viewset(self) -> None:
        """None."""


class OwnPermissionMixin:
    """Screens for whoever may see the instance; the guard has asked already."""

    permission_required = "view"
    any_permission_required = None
