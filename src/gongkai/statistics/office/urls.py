"""Addresses of this room's office pages."""

from __future__ import annotations

from django.urls import path

from gongkai.statistics.office import coverage, figures

app_name = "statistics_office"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("coverage/", coverage.coverage_map, name="coverage"),
    path("coverage/map.xlsx", coverage.coverage_file, {"kind": "xlsx"}, name="coverage_xlsx"),
    path("coverage/map.csv", coverage.coverage_file, {"kind": "csv"}, name="coverage_csv"),
    path("coverage/<slug:code>/", coverage.coverage_of, name="coverage_of"),
    path("coverage/<slug:code>/<slug:item>/", coverage.coverage_documents, name="coverage_documents"),
    path("coverage/<slug:code>/<slug:item>/settle/", coverage.settle, name="coverage_settle"),
    path("documents/", figures.documents, name="documents"),
    *(
        path(f"figures.{kind}", figures.figures_file, {"kind": kind}, name=f"figures_{kind}")
        for kind in ("xlsx", "csv", "json")
    ),
]
