"""Addresses of this room's office pages."""

from __future__ import annotations

from django.urls import path

from gongkai.remedies.office import views

app_name = "remedies_office"
urlpatterns = [
    path("", views.remedy_list, name="list"),
    path("<int:pk>/", views.remedy_page, name="remedy"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/result/", views.result, name="result"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("request/<int:case_pk>/", views.file, name="file"),
]
