"""Addresses of the report's office screens, under /office/reports/."""

from django.urls import path

from gongkai.reports import office, office_checks, office_gathering, office_handover, office_text

app_name = "reports_office"
urlpatterns = [
    path("", office.index, name="index"),
    path("gathering/", office_gathering.overview, name="gathering"),
    path("gathering/open/", office_gathering.gather, name="gather"),
    path("gathering/remind/", office_gathering.remind, name="remind"),
    path("gathering/progress/", office_gathering.progress, name="progress"),
    path("gathering/sums/", office_gathering.sums, name="sums"),
    path("gathering/workbook/", office_gathering.workbook, name="gathered"),
    path("gathering/cell/<str:cell>/", office_gathering.cell, name="gathered_cell"),
    path("open/", office.open_report, name="open"),
    path("<int:pk>/", office.report, name="report"),
    path("<int:pk>/cells/", office.save_cells, name="cells"),
    path("<int:pk>/section/<slug:section>/", office.save_section, name="section"),
    path("<int:pk>/text/<slug:section>/", office_text.section, name="text"),
    path("<int:pk>/cell/<str:cell>/", office.cell, name="cell"),
    path("<int:pk>/sign-off/", office.sign_off, name="sign_off"),
    path("<int:pk>/reopen/", office.reopen, name="reopen"),
    path("<int:pk>/publish/", office.publish, name="publish"),
    path("<int:pk>/check/", office_checks.check, name="check"),
    path("<int:pk>/submit/", office_handover.submit, name="submit"),
    path("<int:pk>/withdraw/", office_handover.withdraw, name="withdraw"),
    path("<int:pk>/decide/", office_handover.decide, name="decide"),
    path("<int:pk>/accept/", office_handover.accept, name="accept"),
    path("<int:pk>/remark/<int:remark>/", office_handover.answer, name="answer"),
    path("<int:pk>/history/", office.history, name="history"),
    path("<int:pk>/export/<slug:kind>/", office.export, name="export"),
]
