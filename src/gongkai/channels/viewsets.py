"""The declared screens of this room: one list and one form for each record that is a fact by itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui import tables as table
from wagtail.admin.widgets.button import Button

from gongkai.agencies.models import Duty
from gongkai.agencies.permission_policy import SubtreePermissionPolicy
from gongkai.agencies.viewsets import OwnIndexView
from gongkai.channels import declared
from gongkai.channels.kept import ChannelPolicy, KeptEditView, KeptViewSet
from gongkai.channels.kept_forms import (
    ChannelForm,
    KeptForm,
    PressMeetingForm,
    RuleForm,
    ScreenForm,
    WebhookForm,
)
from gongkai.channels.models import (
    Channel,
    ChannelRule,
    PressMeeting,
    PublicityDay,
    ReadingPlace,
    Screen,
    Webhook,
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
            FieldPanel("keep_minutes"),
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
