"""Addresses of the wordings of letters."""

from __future__ import annotations

from django.urls import path

from gongkai.foi.office import wording

app_name = "foi_letters"
urlpatterns = [
    path("", wording.wordings, name="list"),
    path("<str:name>/", wording.edit, name="edit"),
    path("<str:name>/preview/", wording.preview, name="preview"),
    path("<str:name>/reset/", wording.reset, name="reset"),
]
