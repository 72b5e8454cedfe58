"""Addresses of the office pages."""

from typing import Any

from django.urls import path

from gongkai.engagement.office import comments, lists, one

app_name = "consultations_office"
urlpatterns: list[Any] = [
    path("", lists.index, name="list"),
    path("new/", lists.register, name="register"),
    path("settings/", lists.settings, name="settings"),
    path("<int:pk>/", one.one, name="one"),
    path("<int:pk>/edit/", lists.edit, name="edit"),
    path("<int:pk>/step/<slug:name>/", one.step, name="step"),
    path("<int:pk>/registrations/", one.registrations, name="registrations"),
    path("<int:pk>/comments/", comments.index, name="comments"),
    path("<int:pk>/comments/enter/", comments.enter, name="enter"),
    path("<int:pk>/comments/import/", comments.bring_in, name="import"),
    path("<int:pk>/comments/comments.xlsx", comments.save, name="comments_file"),
    path("<int:pk>/comments/<int:comment_pk>/", comments.comment, name="comment"),
    path("<int:pk>/comments/<int:comment_pk>/file/", comments.file, name="comment_attachment"),
    path("<int:pk>/groups/<int:group_pk>/", comments.group, name="group"),
]
