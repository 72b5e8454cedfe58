"""The records of the channels room."""

from gongkai.channels.models.briefings import Briefing, BriefingItem
from gongkai.channels.models.channels import Channel, ChannelRule
from gongkai.channels.models.jobs import ChannelJob
from gongkai.channels.models.meetings import PressMeeting, PublicityDay
from gongkai.channels.models.places import PlaceDay, ReadingPlace, Transfer, TransferItem
from gongkai.channels.models.releases import Evidence, Release
from gongkai.channels.models.screens import Screen
from gongkai.channels.models.webhooks import Delivery, Webhook

__all__ = [
    "Briefing",
    "BriefingItem",
    "Channel",
    "ChannelJob",
    "ChannelRule",
    "Delivery",
    "Evidence",
    "PlaceDay",
    "PressMeeting",
    "PublicityDay",
    "ReadingPlace",
    "Release",
    "Screen",
    "Transfer",
    "TransferItem",
    "Webhook",
]
