"""Which workflow an agency uses; kept by administrators."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Workflow

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.agencies.permission_policy import SubtreePermissionPolicy
from gongkai.agencies.viewsets import OwnCreateView, OwnEditView, OwnHistoryView, OwnIndexView
from gongkai.review import queries
from gongkai.review.models import AgencyWorkflow, ReviewStep


class AgencyWorkflowForm(WagtailAdminModelForm):
    """Only workflows with a secrecy review whose every task is a step that is signed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workflow"].queryset = Workflow.objects.active()
        if self.instance.pk:
            self.fields.pop("agency", None)
        else:
            agencies = access.acting_agencies(self.for_user, Duty.ADMINISTRATOR)
            self.fields["agency"].queryset = agencies.order_by("path")
            self.fields["agency"].required = True

    def clean_workflow(self) -> Workflow:
        """Refuse a workflow through which nothing could lawfully be published (条例第十七条)."""
        workflow: Workflow = self.cleaned_data["workflow"]
        steps = queries.steps_of(workflow)
        if not all(isinstance(step, ReviewStep) for step in steps):
            self.add_error("workflow", _("该流程含有不产生签署记录的环节。"))
        if not any(getattr(step, "duty", None) == Duty.SECRECY_REVIEWER for step in steps):
            self.add_error("workflow", _("该流程没有保密审查环节(条例第十七条)。"))
        return workflow


class AgencyWorkflowCreateView(OwnCreateView):
    """An agency is required: the default belongs to the whole installation."""

    def save_instance(self) -> Any:
        """Refuse a row without agency."""
        if self.form.instance.agency_id is None:
            raise PermissionDenied
        return super().save_instance()


class AgencyWorkflowViewSet(ModelViewSet):
    """机构审签流程"""

    model = AgencyWorkflow
    icon = "tasks"
    menu_label = gettext_lazy("审签流程")
    menu_order = 810
    add_to_admin_menu = True
    index_view_class = OwnIndexView
    edit_view_class = OwnEditView
    add_view_class = AgencyWorkflowCreateView
    history_view_class = OwnHistoryView
    copy_view_enabled = False
    list_display = ["agency", "workflow"]
    edit_handler = ObjectList(
        [FieldPanel("agency"), FieldPanel("workflow")], base_form_class=AgencyWorkflowForm
    )

    @property
    def permission_policy(self) -> SubtreePermissionPolicy:
        """Administrators choose; nobody deletes."""
        return WorkflowPolicy(AgencyWorkflow, {"add": (Duty.ADMINISTRATOR,), "change": (Duty.ADMINISTRATOR,)})


class WorkflowPolicy(SubtreePermissionPolicy):
    """The default, which has no agency, is changed by nobody here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only administrators even look."""
        return super().user_has_permission(user, "change" if action in {"view", "choose"} else action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """By agency; a saved row without one is nobody's."""
        if instance.pk and instance.agency_id is None:
            return False
        return super().user_has_permission_for_instance(user, action, instance)
