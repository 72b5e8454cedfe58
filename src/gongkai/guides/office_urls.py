"""Addresses of the screens on handbooks, under /office/handbooks/."""

from django.urls import path

from gongkai.guides import office

app_name = "guides_office"
urlpatterns = [
    path("", office.index, name="index"),
    path("begin/", office.begin, name="begin"),
    path("<int:pk>/", office.edit, name="edit"),
    path("<int:pk>/preview.<str:kind>", office.preview, name="preview"),
]
