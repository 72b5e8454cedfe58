"""The review's part of the back office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, re_path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access, deadlines, working_days
from gongkai.agencies.models import Duty
from gongkai.agencies.today import HOOK, TodayItem, Urgency
from gongkai.review import clocks, queries, standing
from gongkai.review.office import chains, mine, referrals, registers, signing, waiting


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """Signing, registers, referrals, chains, and what signers keep."""
    return [
        path("review/", waiting.waiting, name="review_waiting"),
        path("review/sign/<int:pk>/", signing.sign, name="review_sign"),
        path("review/submissions/<int:pk>/", signing.progress, name="review_progress"),
        re_path(
            r"^review/submissions/(?P<pk>\d{1,18})/sheet\.(?P<form>docx|pdf)$",
            registers.sheet,
            name="review_sheet",
        ),
        path("review/register/", registers.register, name="review_register"),
        path("review/secrecy-register/", registers.secrecy_register, name="review_secrecy_register"),
        path("review/referrals/", referrals.referrals, name="review_referrals"),
        path("review/referrals/<int:pk>/", referrals.referral, name="review_referral"),
        re_path(
            r"^review/referrals/(?P<pk>\d{1,18})/letter\.(?P<form>docx|pdf)$",
            referrals.letter,
            name="review_referral_letter",
        ),
        path("review/referrals/<int:pk>/answer/", referrals.answer_file, name="review_referral_answer"),
        path("review/chains/", chains.overview, name="review_chains"),
        path("review/chains/<slug:code>/", chains.agency_page, name="review_chain_agency"),
        path("review/chains/<slug:code>/edit/", chains.edit, name="review_chain"),
        path("review/chains/<slug:code>/adopt/", chains.adopt, name="review_chain_adopt"),
        path("review/chains/<slug:code>/drop/", chains.drop, name="review_chain_drop"),
        path("review/chains/<slug:code>/policy/", chains.policy, name="review_policy"),
        path("review/mine/", mine.mine, name="review_mine"),
        path("review/mine/deputies/", mine.add_deputyship, name="review_add_deputyship"),
        path("review/mine/deputies/<int:pk>/end/", mine.end_deputyship, name="review_end_deputyship"),
        path("review/mine/phrases/", mine.add_phrase, name="review_add_phrase"),
        path("review/mine/phrases/<int:pk>/remove/", mine.remove_phrase, name="review_remove_phrase"),
        path("review/mine/code/", mine.enrol, name="review_enrol"),
        path("review/mine/code/recovery/", mine.renew_recovery, name="review_renew_recovery"),
        path("review/mine/code/remove/", mine.remove_factor, name="review_remove_factor"),
        path("review/mine/code/reset/<int:pk>/", mine.reset_factor, name="review_reset_factor"),
    ]


@hooks.register("insert_global_admin_css")
def css() -> str:
    """The look of comparisons, chains and remarks."""
    return format_html('<link rel="stylesheet" href="{}">', static("review/office.css"))


class DutyMenuItem(MenuItem):
    """Shown to whoever holds one of the duties, or any post."""

    def __init__(self, *args: Any, duties: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duties = duties

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person has anything to do there."""
        posts = access.current_posts(request.user)
        return any(self.duties is None or post.duty in self.duties for post in posts)


class WaitingMenuItem(DutyMenuItem):
    """Shown to those who sign, and to their deputies."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds a signing duty, or stands in for somebody who does."""
        return super().is_shown(request) or any(
            duty in standing.SIGNING for _agency, duty in standing.of(request.user)
        )


@hooks.register("register_admin_menu_item")
def waiting_menu_item() -> MenuItem:
    """What waits for me."""
    return WaitingMenuItem(
        gettext_lazy("待我审签"),
        reverse("review_waiting"),
        name="waiting",
        icon_name="check",
        order=90,
        duties=standing.SIGNING,
    )


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """The registers."""
    return DutyMenuItem(
        gettext_lazy("审签登记册"),
        reverse("review_register"),
        name="register",
        icon_name="list-ol",
        order=130,
    )


@hooks.register("register_admin_menu_item")
def chains_menu_item() -> MenuItem:
    """Which chain an agency uses."""
    return DutyMenuItem(
        gettext_lazy("审签流程"),
        reverse("review_chains"),
        name="agency_workflows",
        icon_name="tasks",
        order=810,
        duties=(Duty.ADMINISTRATOR,),
    )


@hooks.register(HOOK)
def today_items(request: HttpRequest) -> list[TodayItem]:
    """Signatures that wait for this person: what is late, what is nearly so, and the rest."""
    rows = queries.waiting_for(request.user)
    if not rows:
        return []
    calendar = working_days.current()
    limits = [clocks.left(row, calendar) for row in rows]
    late = sum(1 for left in limits if left and left.is_overdue)
    soon = sum(1 for left in limits if left and left.is_soon)
    rest = len(rows) - late - soon
    address = reverse("review_waiting")
    found = []
    if late:
        text = ngettext("件已超过签署时限，等待您签署", "件已超过签署时限，等待您签署", late)
        found.append(TodayItem(Urgency.OVERDUE, text, address, late))
    if soon:
        text = ngettext("件签署时限将到，等待您签署", "件签署时限将到，等待您签署", soon)
        found.append(TodayItem(Urgency.SOON, text, address, soon))
    if rest:
        oldest = min(
            row.since
            for row, left in zip(rows, limits, strict=True)
            if not (left and (left.is_overdue or left.is_soon))
        )
        text = _("件等待您签署，最早送签于%(day)s") % {"day": f"{oldest:%Y-%m-%d}"}
        found.append(TodayItem(Urgency.SOON, text, address, rest))
    return found


@hooks.register(HOOK)
def referrals_today(request: HttpRequest) -> list[TodayItem]:
    """Questions to other authorities whose letter has not gone out, and those whose answer is awaited."""
    rows = queries.open_referrals(request.user)
    unsent = sum(1 for row in rows if row.sent_on is None)
    address, found = reverse("review_referrals"), []
    if unsent:
        text = ngettext("件提请确定的事项待发函", "件提请确定的事项待发函", unsent)
        found.append(TodayItem(Urgency.SOON, text, address, unsent))
    if awaited := len(rows) - unsent:
        text = ngettext("件提请确定的事项等待答复", "件提请确定的事项等待答复", awaited)
        found.append(TodayItem(Urgency.OPEN, text, address, awaited))
    return found


hooks.register(deadlines.HOOK, clocks.limits)
