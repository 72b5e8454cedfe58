"""Addresses of this room's office pages. None holds anything personal: only row numbers and the names of steps."""

from __future__ import annotations

from django.urls import path, re_path

from gongkai.foi.office import case_page, downloads, register, steps, tools, worklist

app_name = "foi_office"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("export.csv", worklist.export, name="export"),
    path("register/", register.register, name="register"),
    path("<int:pk>/", case_page.case_page, name="case"),
    path("<int:pk>/receipt/", register.receipt, name="receipt"),
    path("<int:pk>/receipt/issue/", tools.issue_receipt, name="issue_receipt"),
    path("<int:pk>/tracking-code/", tools.reissue_code, name="reissue_code"),
    path("<int:pk>/files/add/", tools.add_file, name="add_file"),
    path("<int:pk>/files/<int:file_pk>/", downloads.case_file, name="file"),
    path("<int:pk>/identity-proof/", downloads.identity_proof, name="identity_proof"),
    re_path(r"^(?P<pk>\d+)/letters/(?P<letter_pk>\d+)\.(?P<form>docx|pdf)$", downloads.letter, name="letter"),
    path("<int:pk>/letters/<int:letter_pk>/delivery/", steps.delivery, name="delivery"),
    path("<int:pk>/events/<int:event_id>/void/", steps.void, name="void"),
    path("<int:pk>/steps/<slug:slug>/", steps.step, name="step"),
]
