"""Wagtail's permission questions, answered by the agency gateway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from gongkai.agencies import access
from gongkai.agencies.models import Agency

READING = ("view", "choose")


class SubtreePermissionPolicy(BasePermissionPolicy):
    """For models that belong to an agency.

    `duties` maps an action (add, change, delete, publish, lock, unlock) to the duties that allow it; an action that
    is absent is allowed to nobody. Viewing needs only a post whose subtree holds the agency.
    """

    def __init__(self, model: Any, duties: Mapping[str, Iterable[str]], agency_path: str = "agency") -> None:
        super().__init__(model)
        self.duties = {action: tuple(allowed) for action, allowed in duties.items()}
        self.agency_path = agency_path

    def agency_of(self, instance: Any) -> Agency | None:
        """The agency an instance belongs to; None while a new instance has none."""
        found = instance
        for name in self.agency_path.split("__") if self.agency_path else []:
            found = getattr(found, name, None)
        return found if isinstance(found, Agency) else None

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the user may do this to at least some instance."""
        if action in READING:
            return bool(access.current_posts(user))
        return any(post.duty in self.duties.get(action, ()) for post in access.current_posts(user))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """People who may do one of the actions somewhere."""
        duties = {duty for action in actions for duty in self.duties.get(action, ())}
        return access.everyone(duties)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the user may do this to this instance."""
        agency = self.agency_of(instance)
        if agency is None:
            return self.user_has_permission(user, action)
        if action in READING:
            return access.can_see(user, agency)
        return access.holds(user, agency, *self.duties.get(action, ()))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """The instances on which the user may do one of the actions."""
        actions = list(actions)
        if any(action in READING for action in actions):
            agencies = access.visible_agencies(user)
        else:
            agencies = access.acting_agencies(user, *{d for a in actions for d in self.duties.get(a, ())})
        lookup = f"{self.agency_path}__in" if self.agency_path else "pk__in"
        return self.model._default_manager.filter(**{lookup: agencies})

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[Any]:
        """People who may do one of the actions to this instance."""
        agency = self.agency_of(instance)
        duties = {duty for action in actions for duty in self.duties.get(action, ())}
        return access.holders(agency, *duties) if agency else access.everyone(duties)
