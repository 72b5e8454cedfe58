"""Addresses of statistics and of the standard catalogue."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from gongkai.portal.views import standard, statistics


class FiguresKind(StringConverter):
    """The formats figures can be saved in."""

    regex = "xlsx|csv|json"


register_converter(FiguresKind, "figureskind")

urlpatterns = [
    path("standard/", standard.index, name="standards"),
    path("standard/<int:pk>/", standard.catalogue, name="standard"),
    path("standard/<int:pk>/catalogue.xlsx", standard.catalogue_file, name="standard_file"),
    path("a/<slug:code>/standard/", standard.of_agency, name="agency_standard"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/documents/", statistics.documents, name="statistics_documents"),
    path("statistics/withdrawn/", statistics.withdrawn, name="statistics_withdrawn"),
    path("statistics/releases/", statistics.releases, name="statistics_releases"),
    path("statistics/statistics.<figureskind:kind>", statistics.statistics_file, name="statistics_file"),
    path("a/<slug:code>/statistics/", statistics.statistics, name="agency_statistics"),
    path(
        "a/<slug:code>/statistics/statistics.<figureskind:kind>",
        statistics.statistics_file,
        name="agency_statistics_file",
    ),
]
