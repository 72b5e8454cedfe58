"""Addresses of this room's office pages."""

from __future__ import annotations

from django.urls import path

from gongkai.channels.office import arranging, figures, jobs, papers, records, releases

app_name = "channels_office"
urlpatterns = [
    path("", jobs.job_list, name="list"),
    path("new/", arranging.find, name="find"),
    path("new/<int:document_pk>/", arranging.choose, name="choose"),
    path("all/", arranging.channel_list, name="channels"),
    path("finish/", jobs.finish_many, name="finish_many"),
    path("<int:pk>/", jobs.job, name="job"),
    path("<int:pk>/finish/", jobs.finish, name="finish"),
    path("<int:pk>/refuse/", jobs.refuse, name="refuse"),
    path("<int:pk>/update/", jobs.update, name="update"),
    path("<int:pk>/take-down/", jobs.take_down, name="take_down"),
    path("<int:pk>/files/<str:name>", jobs.job_file, name="job_file"),
    path("releases/", releases.release_list, name="releases"),
    path("releases/enter/", releases.enter, name="enter"),
    path("releases/bring-in/", releases.bring_in, name="bring_in"),
    path("releases/<int:pk>/void/", releases.void, name="void"),
    path("evidence/<int:pk>/", releases.evidence, name="evidence"),
    path("figures/", figures.figures, name="figures"),
    path("figures/documents/", figures.figures_documents, name="figures_documents"),
    path("figures/figures.xlsx", figures.figures_table, name="figures_table"),
    path("briefings/", papers.briefing_list, name="briefings"),
    path("briefings/new/", papers.briefing_new, name="briefing_new"),
    path("briefings/<int:pk>/", papers.briefing, name="briefing"),
    path("briefings/<int:pk>/issue/", papers.briefing_issue, name="briefing_issue"),
    path("briefings/<int:pk>/briefing.pdf", papers.briefing_file, {"kind": "pdf"}, name="briefing_pdf"),
    path("briefings/<int:pk>/briefing.docx", papers.briefing_file, {"kind": "docx"}, name="briefing_docx"),
    path("transfers/<int:pk>/list.pdf", papers.transfer_file, name="transfer_file"),
    path("places/<int:pk>/", records.place, name="place"),
    path("places/<int:pk>/hand-over/", records.hand_over, name="hand_over"),
    path("publicity-days/<int:pk>/", records.publicity_day, name="publicity_day"),
    path("press-meetings/<int:pk>/", records.press_meeting, name="press_meeting"),
    path("deliveries/", records.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/again/", records.send_again, name="send_again"),
    path("webhooks/<int:pk>/", records.webhook, name="webhook"),
]
