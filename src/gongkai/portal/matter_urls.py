"""Addresses of matters. None of them ever holds a number or code."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from gongkai.portal.views import matters


class TableKind(StringConverter):
    """The formats a table can be saved in."""

    regex = "xlsx|csv"


register_converter(TableKind, "tablekind")

urlpatterns = [
    path("matters/", matters.query, name="matters"),
    path("matters/results/", matters.results, name="matters_results"),
    path("matters/results/results.<tablekind:kind>", matters.results_file, name="matters_file"),
]
