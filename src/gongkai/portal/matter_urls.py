"""Addresses of matters. None of them ever holds a number or code."""

from django.urls import path

from gongkai.portal.views import matters

urlpatterns = [
    path("matters/", matters.query, name="matters"),
    path("matters/results/", matters.results, name="matters_results"),
    path("matters/results/results.<tablekind:kind>", matters.results_file, name="matters_file"),
]
