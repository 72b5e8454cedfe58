"""Addresses of the screens on published reports, under /office/audit/."""

from django.urls import path

from gongkai.audit import office, office_compare, office_report

app_name = "audit_office"
urlpatterns = [
    path("", office.index, name="index"),
    path("hand-in/", office.hand_in, name="hand_in"),
    path("file/<int:pk>/", office.source, name="source"),
    path("file/<int:pk>/original/", office.original, name="original"),
    path("report/<int:pk>/", office_report.report, name="report"),
    path("report/<int:pk>/correct/", office_report.correct, name="correct"),
    path("report/<int:pk>/accept/", office_report.accept, name="accept"),
    path("report/<int:pk>/take-back/", office_report.take_back, name="take_back"),
    path("report/<int:pk>/notice/", office_report.notice, name="notice"),
    path("series/", office_compare.series, name="series"),
    path("copies/", office_compare.copies, name="copies"),
    path("series.csv", office_compare.series_csv, name="series_csv"),
]
