"""Addresses of the screens on what was found, under /office/screening/."""

from django.urls import path

from gongkai.screening import office, office_pictures, office_rescans, office_words

app_name = "screening_office"
urlpatterns = [
    path("", office.index, name="index"),
    path("words/", office_words.index, name="words"),
    path("words/add/", office_words.add, name="word_add"),
    path("words/<int:pk>/", office_words.edit, name="word"),
    path("words/<int:pk>/drop/", office_words.drop, name="word_drop"),
    path("words/bring-in/", office_words.bring_in, name="words_bring_in"),
    path("words/words.csv", office_words.export, {"kind": "csv"}, name="words_csv"),
    path("words/words.xlsx", office_words.export, {"kind": "xlsx"}, name="words_xlsx"),
    path("statistics/", office_rescans.statistics, name="statistics"),
    path("rescans/", office_rescans.index, name="rescans"),
    path("rescans/start/", office_rescans.start, name="rescan_start"),
    path("rescans/<int:pk>/", office_rescans.rescan, name="rescan"),
    path("rescans/<int:pk>/stop/", office_rescans.stop, name="rescan_stop"),
    path("rescans/<int:pk>/resume/", office_rescans.resume, name="rescan_resume"),
    path("file/<int:pk>/settle/", office.settle, name="settle"),
    path("file/<int:pk>/page/<int:number>/", office_pictures.page, name="page"),
    path("file/<int:pk>/page/<int:number>.png", office_pictures.picture, name="picture"),
    path("original/<int:pk>/", office.original, name="original"),
    path("silenced/<int:pk>/reopen/", office_rescans.reopen, name="reopen"),
    path("<str:label>/<int:pk>/", office.view, name="view"),
    path("<str:label>/<int:pk>/again/", office.again, name="again"),
]
