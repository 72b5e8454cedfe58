"""Addresses of this room's office pages. None holds anything personal: only row numbers and the names of steps."""

from __future__ import annotations

from django.urls import path, re_path

from gongkai.foi.office import (
    archiving,
    case_page,
    contact,
    downloads,
    handover,
    privacy,
    proofs,
    register,
    responsibility,
    retaining,
    splitting,
    staging,
    steps,
    tools,
    worklist,
)

app_name = "foi_office"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("export.csv", worklist.export, name="export"),
    path("register/", register.register, name="register"),
    path("handover/", handover.handover, name="handover"),
    path("looks/", privacy.looks, name="looks"),
    path("find-person/", privacy.find_person, name="find_person"),
    path("retention/", retaining.overview, name="retention"),
    path("retention/period/", retaining.set_period, name="set_retention"),
    path("retention/propose/", retaining.propose, name="propose_destruction"),
    path("retention/protocols/<int:pk>/", retaining.decide, name="decide_destruction"),
    path("retention/protocols/<int:pk>.pdf", retaining.protocol, name="destruction_protocol"),
    path("stages/", staging.overview, name="stages"),
    path("stages/<int:pk>/", staging.change, name="change_stages"),
    path("<int:pk>/", case_page.case_page, name="case"),
    path("<int:pk>/consultations/<slug:ref>/proof/", proofs.consultation_proof, name="consultation_proof"),
    path("<int:pk>/handler/", handover.assign, name="assign"),
    path("<int:pk>/receipt/", register.receipt, name="receipt"),
    path("<int:pk>/receipt/issue/", tools.issue_receipt, name="issue_receipt"),
    path("<int:pk>/tracking-code/", tools.reissue_code, name="reissue_code"),
    path("<int:pk>/files/add/", tools.add_file, name="add_file"),
    path("<int:pk>/files/<int:file_pk>/", downloads.case_file, name="file"),
    path("<int:pk>/identity-proof/", downloads.identity_proof, name="identity_proof"),
    re_path(r"^(?P<pk>\d+)/letters/(?P<letter_pk>\d+)\.(?P<form>docx|pdf)$", downloads.letter, name="letter"),
    re_path(r"^(?P<pk>\d+)/archive/(?P<extent>full|masked)\.zip$", archiving.archive, name="archive"),
    path("<int:pk>/publish-answer/", archiving.publish_answer, name="publish_answer"),
    path("<int:pk>/proactive/", archiving.turn_proactive, name="turn_proactive"),
    path("<int:pk>/letters/<int:letter_pk>/slip/", tools.delivery_slip, name="delivery_slip"),
    path("<int:pk>/letters/<int:letter_pk>/delivery/", steps.delivery, name="delivery"),
    path("<int:pk>/events/<int:event_id>/void/", steps.void, name="void"),
    path("<int:pk>/contact/", contact.contact, name="contact"),
    path("<int:pk>/mail/", contact.mail, name="mail"),
    path("<int:pk>/application.pdf", contact.application_form, name="application_form"),
    path("<int:pk>/split/", splitting.split, name="split"),
    path("<int:pk>/responsibility/", responsibility.responsibility, name="responsibility"),
    path("<int:pk>/steps/<slug:slug>/", steps.step, name="step"),
]
