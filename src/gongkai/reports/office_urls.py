"""Addresses of the report's office screens, under /office/reports/."""

from django.urls import path

from gongkai.reports import office, office_text

app_name = "reports_office"
urlpatterns = [
    path("", office.index, name="index"),
    path("open/", office.open_report, name="open"),
    path("<int:pk>/", office.report, name="report"),
    path("<int:pk>/cells/", office.save_cells, name="cells"),
    path("<int:pk>/section/<slug:section>/", office.save_section, name="section"),
    path("<int:pk>/text/<slug:section>/", office_text.section, name="text"),
    path("<int:pk>/cell/<str:cell>/", office.cell, name="cell"),
    path("<int:pk>/sign-off/", office.sign_off, name="sign_off"),
    path("<int:pk>/reopen/", office.reopen, name="reopen"),
    path("<int:pk>/publish/", office.publish, name="publish"),
    path("<int:pk>/history/", office.history, name="history"),
    path("<int:pk>/export/<slug:kind>/", office.export, name="export"),
]
