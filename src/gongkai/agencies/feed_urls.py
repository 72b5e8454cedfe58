"""The address a calendar program reads. The token in it is the only key, so it leads nowhere else."""

from __future__ import annotations

from django.urls import path

from gongkai.agencies import calendar_feed

urlpatterns = [path("<str:token>.ics", calendar_feed.feed, name="calendar_feed")]
