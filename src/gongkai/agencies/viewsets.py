"""The administrator's screens: agencies, disclosure offices, posts, staff, holiday notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from gongkai.agencies import services
from gongkai.agencies.models import Agency, DisclosureOffice, Duty, HolidayNotice, Post, User
from gongkai.agencies.permission_policy import SubtreePermissionPolicy
from gongkai.law.errors import LawInputError
from gongkai.law.notices import LARGEST_NOTICE, parse_notice, read_notice_text

ADMINISTRATORS = (Duty.ADMINISTRATOR,)


class OwnObjectMixin:
    """Wagtail asks about the model; this asks about the very instance."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """The instance, or PermissionDenied."""
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        action = getattr(self, "permission_required", None) or "view"
        policy: SubtreePermissionPolicy = self.permission_policy  # type: ignore[attr-defined]
        if not policy.user_has_permission_for_instance(self.request.user, action, found):  # type: ignore[attr-defined]
            raise PermissionDenied
        return found


class OwnSubtreeMixin(OwnObjectMixin):
    """Also lists only what may be seen."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Rows of the reader's subtree."""
        policy: SubtreePermissionPolicy = self.permission_policy  # type: ignore[attr-defined]
        rows = policy.instances_user_has_any_permission_for(self.request.user, ["view"])  # type: ignore[attr-defined]
        shown: list[str] = getattr(self, "list_display", None) or []
        related = [
            field.name for field in rows.model._meta.fields if field.is_relation and field.name in shown
        ]
        return rows.select_related(*related) if related else rows


class OwnIndexView(OwnSubtreeMixin, generic.IndexView):
    """A list limited to the subtree."""


class OwnEditView(OwnSubtreeMixin, generic.EditView):
    """Editing leaves an event."""

    def save_instance(self) -> Any:
        """Save and record which fields changed."""
        instance = super().save_instance()
        services.record(self.request.user, instance, "changed", fields=sorted(self.form.changed_data))
        return instance


class OwnCreateView(generic.CreateView):
    """Creating leaves an event and stays inside the administrator's subtree."""

    def save_instance(self) -> Any:
        """Refuse another subtree, save and record."""
        policy: SubtreePermissionPolicy = self.permission_policy
        instance = super().save_instance()
        if not policy.user_has_permission_for_instance(self.request.user, "add", instance):
            raise PermissionDenied
        services.record(self.request.user, instance, "made")
        return instance


class OwnHistoryView(OwnObjectMixin, generic.HistoryView):
    """History of an instance of the subtree."""

    permission_required = "change"


class AdministrationViewSet(ModelViewSet):
    """Shared by the five screens: only administrators change, nobody deletes."""

    index_view_class = OwnIndexView
    edit_view_class = OwnEditView
    add_view_class = OwnCreateView
    history_view_class = OwnHistoryView
    copy_view_enabled = False
    add_to_settings_menu = False
    agency_path = "agency"
    editors: tuple[str, ...] = ADMINISTRATORS

    @property
    def permission_policy(self) -> SubtreePermissionPolicy:
        """Administrators add and change; deletion is allowed to nobody."""
        duties = {"add": self.editors, "change": self.editors}
        return SubtreePermissionPolicy(self.model, duties, agency_path=self.agency_path)


class AgencyForm(WagtailAdminModelForm):
    """An agency and, when new, the organ it stands under."""

    parent = forms.ModelChoiceField(
        label=_("上级机关"), queryset=Agency.objects.order_by("path"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["parent"]
        else:
            self.fields["parent"].required = Agency.objects.exists()

    def save(self, commit: bool = True) -> Agency:
        """New agencies enter the tree below their parent."""
        agency: Agency = self.instance
        if agency.pk or not commit:
            saved: Agency = super().save(commit)
            return saved
        parent: Agency | None = self.cleaned_data["parent"]
        if parent:
            parent.add_child(instance=agency)
        else:
            Agency.add_root(instance=agency)
        DisclosureOffice.objects.create(agency=agency)
        return agency


class AgencyEditView(OwnEditView):
    """An agency; how it is renamed, merged or split has a page of its own."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's, and the way to the reorganisation."""
        url = reverse("agencies_reorganise", args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("机构调整（更名、合并、分立）"), url=url, icon_name="group", priority=1),
        ]


class AgencyViewSet(AdministrationViewSet):
    """机构"""

    model = Agency
    edit_view_class = AgencyEditView
    agency_path = ""
    icon = "group"
    menu_label = _("机构")
    list_display = ["name", "code", "kind", "organization_code"]
    search_fields = ["name", "short_name", "code"]
    edit_handler = ObjectList(
        [
            FieldPanel("parent"),
            FieldPanel("name"),
            FieldPanel("short_name"),
            FieldPanel("kind"),
            FieldPanel("code"),
            FieldPanel("organization_code"),
            FieldPanel("makes_rules"),
            MultiFieldPanel([FieldPanel("reconsideration_body"), FieldPanel("court")], heading=_("救济途径")),
            FieldPanel("warning_working_days"),
        ],
        base_form_class=AgencyForm,
    )


class GuideEditView(OwnEditView):
    """Revising the guide dates the revision."""

    def save_instance(self) -> Any:
        """Set the revision date with every change (Art 12)."""
        self.form.instance.revised_on = timezone.localdate()
        return super().save_instance()


class DisclosureOfficeViewSet(AdministrationViewSet):
    """公开指南 with its nine statutory items; the information officer keeps it up to date."""

    model = DisclosureOffice
    icon = "info-circle"
    menu_label = _("公开指南")
    edit_view_class = GuideEditView
    editors = (Duty.ADMINISTRATOR, Duty.INFORMATION_OFFICER)
    list_display = ["agency", "telephone", "revised_on"]
    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in DisclosureOffice.GUIDE_FIELDS[:3]], heading=_("指南内容")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in DisclosureOffice.GUIDE_FIELDS[3:]], heading=_("工作机构")
        ),
        MultiFieldPanel(
            [FieldPanel("accepts_online"), FieldPanel("accepts_fax")], heading=_("已开通的申请渠道")
        ),
    ]

    @property
    def permission_policy(self) -> SubtreePermissionPolicy:
        """Offices come with their agency, so none are added by hand."""
        return SubtreePermissionPolicy(self.model, {"change": self.editors}, agency_path="agency")


class PostViewSet(AdministrationViewSet):
    """岗位"""

    model = Post
    icon = "key"
    menu_label = _("岗位")
    list_display = ["holder", "duty", "agency", "since", "until"]
    list_filter = ["duty"]
    form_fields = ["agency", "holder", "duty", "title", "since", "until"]


class UserForm(WagtailAdminModelForm):
    """A colleague; the password is asked for only when it is set or changed."""

    new_password = forms.CharField(
        label=_("新密码"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少10个字符;留空则不改"),
    )

    def clean_new_password(self) -> str:
        """Apply the password rules; a new colleague needs one."""
        from django.contrib.auth.password_validation import validate_password

        password: str = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        elif not self.instance.pk:
            raise ValidationError(_("新建人员须设置密码。"))
        return password

    def save(self, commit: bool = True) -> User:
        """Hash the password when one was given."""
        if self.cleaned_data["new_password"]:
            self.instance.set_password(self.cleaned_data["new_password"])
        saved: User = super().save(commit)
        return saved


class UserPermissionPolicy(SubtreePermissionPolicy):
    """People are found through their posts; one without any post may be completed by every administrator."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether all current posts of the person lie in the administrator's subtree."""
        if not instance.pk:
            return self.user_has_permission(user, action)
        return self.instances_user_has_any_permission_for(user, [action]).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """People whose posts all lie in the subtree where the user administers."""
        from gongkai.agencies import access

        agencies = access.acting_agencies(user, Duty.ADMINISTRATOR)
        if not agencies.exists():
            return User.objects.none()
        return User.objects.exclude(posts__in=Post.objects.exclude(agency__in=agencies))

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only administrators even look."""
        return super().user_has_permission(user, "change" if action in {"view", "choose"} else action)


class UserViewSet(AdministrationViewSet):
    """工作人员"""

    model = User
    icon = "user"
    menu_label = _("工作人员")
    list_display = ["username", "display_name", "is_active", "last_login"]
    search_fields = ["username", "display_name"]
    edit_handler = ObjectList(
        [
            FieldPanel("username"),
            FieldPanel("display_name"),
            FieldPanel("email"),
            FieldPanel("is_active"),
            FieldPanel("new_password"),
        ],
        base_form_class=UserForm,
    )

    @property
    def permission_policy(self) -> SubtreePermissionPolicy:
        """By the posts the person holds."""
        return UserPermissionPolicy(self.model, {"add": ADMINISTRATORS, "change": ADMINISTRATORS})


class NoticeForm(WagtailAdminModelForm):
    """A notice as a file, or pasted as JSON; every fault is named and nothing is loaded by half."""

    file = forms.FileField(
        label=_("通知文件"), required=False, help_text=_("JSON 或者 YAML 文件；也可以在下面粘贴 JSON。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].required = False

    def clean_file(self) -> str:
        """The text of the file, not yet judged."""
        upload = self.cleaned_data["file"]
        if upload is None:
            return ""
        if upload.size > LARGEST_NOTICE:
            raise ValidationError(_("文件太大，不是放假通知。"), code="NOTICE-TOO-LARGE")
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(_("文件不是 UTF-8 编码。"), code="NOTICE-UNREADABLE") from error
        return text

    def clean(self) -> dict[str, Any]:
        """Refuse what is not a notice with all reasons, and a notice that is loaded already."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if not (cleaned["file"] or cleaned["content"]):
            raise ValidationError(_("请选择通知文件，或者粘贴通知内容。"), code="NOTICE-EMPTY")
        try:
            notice = (
                read_notice_text(cleaned["file"]) if cleaned["file"] else parse_notice(cleaned["content"])
            )
        except LawInputError as error:
            raise ValidationError([reason.text for reason in error.reasons]) from error
        services.refuse_loaded(notice)
        cleaned["notice"] = self.instance.content = notice.as_mapping()
        self.instance.year, self.instance.document = notice.year, notice.document
        self.instance.region = notice.region
        return cleaned

    def save(self, commit: bool = True) -> HolidayNotice:
        """Through the service, so that open matters are recomputed."""
        return services.load_notice(actor=self.for_user, content=self.cleaned_data["notice"])


class NoticeCreateView(OwnCreateView):
    """The service records the event itself."""

    def save_instance(self) -> Any:
        """Load the notice."""
        return self.form.save()


class NoticePermissionPolicy(SubtreePermissionPolicy):
    """Notices belong to the installation: administrators load them, nobody changes them."""

    def agency_of(self, instance: Any) -> None:
        """No agency."""
        return

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """All of them."""
        return HolidayNotice.objects.all()


class HolidayNoticeViewSet(AdministrationViewSet):
    """放假通知"""

    model = HolidayNotice
    icon = "calendar"
    menu_label = _("放假通知")
    add_view_class = NoticeCreateView
    inspect_view_enabled = True
    list_display = ["document", "year", "region", "loaded_at"]
    edit_handler = ObjectList([FieldPanel("file"), FieldPanel("content")], base_form_class=NoticeForm)

    @property
    def permission_policy(self) -> SubtreePermissionPolicy:
        """Add only."""
        return NoticePermissionPolicy(self.model, {"add": ADMINISTRATORS})


class AdministrationViewSetGroup(ModelViewSetGroup):
    """机构与人员"""

    menu_label = _("机构与人员")
    menu_icon = "group"
    menu_order = 800
    items = (AgencyViewSet, DisclosureOfficeViewSet, PostViewSet, UserViewSet, HolidayNoticeViewSet)
