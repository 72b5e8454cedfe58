"""The agency tree, its disclosure offices, posts and staff."""

from gongkai.agencies.models.agencies import Agency, DisclosureOffice
from gongkai.agencies.models.prompts import Prompt
from gongkai.agencies.models.reorganisation import Reorganisation, Succession
from gongkai.agencies.models.schedule import Escalation, HolidayNotice, ScheduledRun, StaffMail
from gongkai.agencies.models.staff import CalendarSubscription, Duty, Post, User

__all__ = [
    "Agency",
    "CalendarSubscription",
    "DisclosureOffice",
    "Duty",
    "Escalation",
    "HolidayNotice",
    "Post",
    "Prompt",
    "Reorganisation",
    "ScheduledRun",
    "StaffMail",
    "Succession",
    "User",
]
