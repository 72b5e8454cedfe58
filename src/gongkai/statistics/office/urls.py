"""Addresses of this room's office pages."""

from __future__ import annotations

from django.urls import path

from gongkai.statistics.office import coverage, figures, standards

app_name = "statistics_office"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("coverage/", coverage.coverage_map, name="coverage"),
    path("coverage/map.xlsx", coverage.coverage_file, {"kind": "xlsx"}, name="coverage_xlsx"),
    path("coverage/map.csv", coverage.coverage_file, {"kind": "csv"}, name="coverage_csv"),
    path("coverage/<slug:code>/", coverage.coverage_of, name="coverage_of"),
    path("coverage/<slug:code>/<slug:item>/", coverage.coverage_documents, name="coverage_documents"),
    path("coverage/<slug:code>/<slug:item>/settle/", coverage.settle, name="coverage_settle"),
    path("standard/", standards.standards, name="standards"),
    path("standard/upload/", standards.bring_in, name="standard_upload"),
    path("standard/link/", standards.link, name="standard_link"),
    path("standard/<int:pk>/", standards.standard, name="standard"),
    path("standard/<int:pk>/catalogue.xlsx", standards.standard_file, name="standard_file"),
    path("standard/<int:pk>/suggestions/", standards.suggestions, name="standard_suggestions"),
    path("standard/items/<int:pk>/", standards.item, name="standard_item"),
    path("standard/items/<int:pk>/unlink/<int:document_pk>/", standards.unlink, name="standard_unlink"),
    path("documents/<slug:name>/", figures.standing, name="standing"),
    path("documents/", figures.documents, name="documents"),
    path("withdrawn/", figures.withdrawn, name="withdrawn"),
    path("releases/", figures.releases, name="releases"),
    *(
        path(f"figures.{kind}", figures.figures_file, {"kind": kind}, name=f"figures_{kind}")
        for kind in ("xlsx", "csv", "json")
    ),
]
