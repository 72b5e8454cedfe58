"""Addresses of the screens on published reports, under /office/audit/."""

from django.urls import path

from gongkai.audit import office

app_name = "audit_office"
urlpatterns = [
    path("", office.index, name="index"),
    path("hand-in/", office.hand_in, name="hand_in"),
    path("file/<int:pk>/", office.source, name="source"),
    path("file/<int:pk>/original/", office.original, name="original"),
    path("report/<int:pk>/", office.report, name="report"),
    path("report/<int:pk>/correct/", office.correct, name="correct"),
    path("report/<int:pk>/accept/", office.accept, name="accept"),
    path("report/<int:pk>/take-back/", office.take_back, name="take_back"),
    path("report/<int:pk>/notice/", office.notice, name="notice"),
    path("series/", office.series, name="series"),
    path("series.csv", office.series_csv, name="series_csv"),
]
