"""Addresses of the office screens of declared lists, under /office/documents/lists/."""

from django.urls import path

from gongkai.catalog import filling_intake, filling_pages

urlpatterns = [
    path("", filling_pages.index, name="catalog_lists"),
    path("new/", filling_pages.begin, name="catalog_list_begin"),
    path("<int:pk>/", filling_pages.fill, name="catalog_fill"),
    path("<int:pk>/read/", filling_pages.read_in, name="catalog_read_in"),
    path("intake/<int:pk>/", filling_intake.from_intake, name="catalog_list_from_intake"),
    path("template/<slug:slug>/<slug:table>.xlsx", filling_pages.template, name="catalog_list_template"),
]
