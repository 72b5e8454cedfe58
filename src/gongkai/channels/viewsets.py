"""The declared screens of this room: one list and one form for each record that is a fact by itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui import tables as table
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.agencies.permission_policy import SubtreePermissionPolicy
from gongkai.agencies.viewsets import OwnHistoryView, OwnIndexView, OwnSubtreeMixin
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Column
from gongkai.channels import declared
from gongkai.channels.models import (
    Channel,
    ChannelRule,
    PressMeeting,
    PublicityDay,
    ReadingPlace,
    Screen,
    Webhook,
)
from gongkai.channels.office.forms import DocumentsField
from gongkai.channels.services import keeping
from gongkai.channels.services.recording import ARRANGING, keeps_channels
from gongkai.convert import outside


class KeptForm(WagtailAdminModelForm):
    """Offers the agencies at which the person may arrange, and the columns of those agencies."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = access.acting_agencies(self.for_user, *ARRANGING).order_by("path")
        for name, field in self.fields.items():
            if name == "agency":
                field.queryset = agencies
                if not self.instance.pk and agencies.count() == 1:
                    self.initial.setdefault("agency", agencies[0].pk)
            elif name in {"column", "columns"}:
                columns = Column.objects.filter(agency__in=agencies).select_related("agency")
                field.queryset = columns.order_by("agency__path", "order")
                field.label_from_instance = lambda column: f"{column.agency.short_name}：{column.name}"


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


class ChannelForm(KeptForm):
    """What proves a publication is a choice of several."""

    evidence = forms.MultipleChoiceField(
        label=_("凭证（至少其一）"),
        choices=Channel.Proof.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ChannelViewSet(KeptViewSet):
    """渠道设置"""

    model = Channel
    icon = "cog"
    menu_label = _("渠道设置")
    list_display = ["label", "slug", "form", "unit", "source"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("slug"), FieldPanel("label")]),
            FieldPanel("form"),
            FieldRowPanel([FieldPanel("unit"), FieldPanel("copies"), FieldPanel("reach")]),
            FieldPanel("evidence"),
            FieldRowPanel([FieldPanel("limit"), FieldPanel("link")]),
            FieldRowPanel([FieldPanel("part_alone"), FieldPanel("part_each")]),
            FieldPanel("report_row"),
            FieldPanel("source"),
        ],
        base_form_class=ChannelForm,
    )

    @property
    def permission_policy(self) -> SubtreePermissionPolicy:
        """The administrator at the top."""
        duties = (Duty.ADMINISTRATOR,)
        return ChannelPolicy(Channel, {"add": duties, "change": duties})


class RuleForm(KeptForm):
    """The channel is one that jobs are made for."""

    channel = forms.ChoiceField(label=_("渠道"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["channel"]
        field.choices = [(row.slug, row.label) for row in declared.by_hand()]


class RuleIndexView(OwnIndexView):
    """The rules, each with the name of its channel."""

    @property
    def columns(self) -> list[Any]:
        """The declared ones; the channel by its name."""
        labels = dict(declared.choices())
        return [
            table.Column(
                "channel", label=_("渠道"), accessor=lambda rule: labels.get(rule.channel, rule.channel)
            )
            if column.name == "channel"
            else column
            for column in super().columns
        ]


class ChannelRuleViewSet(KeptViewSet):
    """发布规则"""

    model = ChannelRule
    index_view_class = RuleIndexView
    icon = "list-ul"
    menu_label = _("发布规则")
    list_display = ["agency", "channel", "document_type", "column", "working_days", "is_active"]
    edit_handler = ObjectList(
        [
            FieldPanel("agency"),
            FieldPanel("channel"),
            FieldRowPanel([FieldPanel("document_type"), FieldPanel("column")]),
            FieldRowPanel([FieldPanel("working_days"), FieldPanel("is_active")]),
        ],
        base_form_class=RuleForm,
    )


class PlaceEditView(KeptEditView):
    """A place, and the way to its days."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's, and the register of visits."""
        url = reverse("channels_office:place", args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("查阅人次和移送"), url=url, icon_name="list-ul", priority=1),
        ]


class ReadingPlaceViewSet(KeptViewSet):
    """查阅点、公告栏和信息屏"""

    model = ReadingPlace
    icon = "site"
    menu_label = _("查阅点和公告栏")
    edit_view_class = PlaceEditView
    list_display = ["name", "kind", "agency", "address", "closed_on"]
    list_filter = ["kind"]
    search_fields = ["name", "address"]
    list_export = [
        "agency",
        "kind",
        "name",
        "address",
        "hours",
        "telephone",
        "facilities",
        "since",
        "closed_on",
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("agency"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("hours"), FieldPanel("telephone")]),
            FieldPanel("facilities"),
            FieldRowPanel([FieldPanel("since"), FieldPanel("closed_on")]),
        ],
        base_form_class=KeptForm,
    )


class PublicityDayEditView(KeptEditView):
    """A publicity day, and the way to its photographs."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's, and the photographs."""
        url = reverse("channels_office:publicity_day", args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("照片"), url=url, icon_name="image", priority=1)]


class PublicityDayViewSet(KeptViewSet):
    """宣传日"""

    model = PublicityDay
    icon = "date"
    menu_label = _("宣传日")
    edit_view_class = PublicityDayEditView
    list_display = ["on", "topic", "agency", "place", "leaflets", "questions", "people"]
    list_export = ["agency", "on", "topic", "place", "leaflets", "questions", "people", "note"]
    edit_handler = ObjectList(
        [
            FieldPanel("agency"),
            FieldPanel("topic"),
            FieldRowPanel([FieldPanel("on"), FieldPanel("place")]),
            FieldRowPanel([FieldPanel("leaflets"), FieldPanel("questions"), FieldPanel("people")]),
            FieldPanel("note"),
        ],
        base_form_class=KeptForm,
    )


class PressMeetingForm(KeptForm):
    """The transcript is a public document, named by its number."""

    transcript = forms.IntegerField(label=_("文字实录的文件编号"), required=False, min_value=1)

    def clean_transcript(self) -> Any:
        """The public document of that number."""
        number = self.cleaned_data["transcript"]
        if number is None:
            return None
        found = catalog.public_documents().filter(pk=number).first()
        if found is None:
            raise forms.ValidationError(_("没有公开的文件用这个编号；先公开文字实录，再填它的编号。"))
        return found


class PressMeetingEditView(KeptEditView):
    """A meeting, and how it stands against its limits."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's, and the time it took."""
        url = reverse("channels_office:press_meeting", args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("回应时限"), url=url, icon_name="time", priority=1)]


class PressMeetingViewSet(KeptViewSet):
    """新闻发布会和访谈"""

    model = PressMeeting
    icon = "comment"
    menu_label = _("发布会和访谈")
    edit_view_class = PressMeetingEditView
    list_display = ["topic", "kind", "agency", "held_at", "chief_attended", "media"]
    list_filter = ["kind", "event", "chief_attended"]
    list_export = ["agency", "kind", "topic", "event", "known_at", "informed_at", "held_at", "place", "chief_attended", "media", "questions"]  # fmt: skip
    edit_handler = ObjectList(
        [
            FieldPanel("agency"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("topic")]),
            MultiFieldPanel(
                [FieldPanel("event"), FieldRowPanel([FieldPanel("known_at"), FieldPanel("informed_at")])],
                heading=_("所回应的舆情"),
            ),
            FieldRowPanel([FieldPanel("held_at"), FieldPanel("place")]),
            FieldRowPanel([FieldPanel("chief_attended"), FieldPanel("speaker"), FieldPanel("post")]),
            FieldRowPanel([FieldPanel("media"), FieldPanel("questions"), FieldPanel("transcript")]),
        ],
        base_form_class=PressMeetingForm,
    )


class ScreenForm(KeptForm):
    """Pinned documents are named by their numbers and are public."""

    pinned = DocumentsField(
        label=_("重点内容"),
        required=False,
        max_length=2000,
        help_text=_("已公开文件的编号，每行一个；排在最前，撤下的自动不再显示"),
    )

    def clean_pinned(self) -> Any:
        """The public documents of these numbers."""
        numbers = self.cleaned_data["pinned"]
        found = catalog.public_documents().filter(pk__in=numbers)
        missing = [str(pk) for pk in numbers if pk not in found.values_list("pk", flat=True)]
        if missing:
            text = _("以下编号的文件没有公开或者已经撤下：%(numbers)s。")
            raise forms.ValidationError(text % {"numbers": "、".join(missing)})
        return found


class ScreenViewSet(KeptViewSet):
    """大屏"""

    model = Screen
    icon = "desktop"
    menu_label = _("大屏")
    list_display = ["agency", "seconds", "theme", "is_on"]
    edit_handler = ObjectList(
        [
            FieldPanel("agency"),
            FieldRowPanel([FieldPanel("is_on"), FieldPanel("theme"), FieldPanel("seconds")]),
            FieldPanel("pinned"),
            FieldRowPanel([FieldPanel("newest"), FieldPanel("with_subordinates")]),
            FieldPanel("columns", widget=forms.CheckboxSelectMultiple),
            FieldRowPanel(
                [FieldPanel("show_catalogue"), FieldPanel("show_contact"), FieldPanel("show_matters")]
            ),
            FieldPanel("notice"),
        ],
        base_form_class=ScreenForm,
    )


class WebhookForm(KeptForm):
    """The address is one of the web."""

    def clean_address(self) -> str:
        """Refuse other schemes, and passwords in the address."""
        address: str = self.cleaned_data["address"]
        if not outside.is_web_address(address):
            raise forms.ValidationError(_("请填写以 http:// 或 https:// 开头的网址，不带用户名和密码。"))
        return address


class WebhookEditView(KeptEditView):
    """An address, and the way to its key."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's, and the key."""
        url = reverse("channels_office:webhook", args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("密钥和推送记录"), url=url, icon_name="key", priority=1),
        ]


class WebhookViewSet(KeptViewSet):
    """数据推送"""

    model = Webhook
    icon = "link"
    menu_label = _("数据推送")
    edit_view_class = WebhookEditView
    list_display = ["name", "agency", "address", "is_active"]
    edit_handler = ObjectList(
        [FieldPanel("agency"), FieldPanel("name"), FieldPanel("address"), FieldPanel("is_active")],
        base_form_class=WebhookForm,
    )


VIEWSETS = (
    ReadingPlaceViewSet,
    PublicityDayViewSet,
    PressMeetingViewSet,
    ScreenViewSet,
    WebhookViewSet,
    ChannelRuleViewSet,
    ChannelViewSet,
)
