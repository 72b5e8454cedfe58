"""What the declared screens have in common: who sees and keeps a record, and saving through the service."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from gongkai.agencies.permission_policy import SubtreePermissionPolicy
from gongkai.agencies.viewsets import OwnHistoryView, OwnIndexView, OwnSubtreeMixin
from gongkai.channels.models import Channel
from gongkai.channels.services import keeping
from gongkai.channels.services.recording import ARRANGING, keeps_channels


class KeptCreateView(generic.CreateView):
    """Adding goes through the service."""

    def save_instance(self) -> Any:
        """Save, check the agency, note it."""
        return keeping.keep(actor=self.request.user, instance=self.form.instance, save=self.form.save)


class KeptEditView(OwnSubtreeMixin, generic.EditView):
    """Changing goes through the service."""

    def save_instance(self) -> Any:
        """Save, check the agency, note what changed."""
        return keeping.keep(
            actor=self.request.user,
            instance=self.form.instance,
            save=self.form.save,
            changed=self.form.changed_data,
        )


class KeptViewSet(ModelViewSet):
    """Officers, publishers and administrators keep these; nobody deletes; whoever sees the agency sees them."""

    index_view_class = OwnIndexView
    edit_view_class = KeptEditView
    add_view_class = KeptCreateView
    history_view_class = OwnHistoryView
    copy_view_enabled = False
    add_to_settings_menu = False
    list_per_page = 40

    @property
    def permission_policy(self) -> SubtreePermissionPolicy:
        """By the agency of the record."""
        return SubtreePermissionPolicy(self.model, {"add": ARRANGING, "change": ARRANGING})


class ChannelPolicy(SubtreePermissionPolicy):
    """Channels are everybody's: kept by the administrator at the top, read by the staff."""

    def agency_of(self, instance: Any) -> None:
        """No agency."""
        return

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Changing only at the top."""
        return super().user_has_permission(user, action) and (
            action in {"view", "choose"} or keeps_channels(user)
        )

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """All of them."""
        return Channel.objects.all()
