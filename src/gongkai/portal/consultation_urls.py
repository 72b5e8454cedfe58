"""Addresses of consultations. None of them ever holds a number or code of a person."""

from django.urls import path

from gongkai.portal.views import consultation_forms, consultations

urlpatterns = [
    path("consultations/", consultations.index, name="consultations"),
    path("consultations/consultations.<listkind:kind>", consultations.save, name="consultations_file"),
    path("consultations/feed.<feedkind:kind>", consultations.feed, name="consultations_feed"),
    path("consultations/figures/", consultations.figures, name="consultations_figures"),
    path("consultations/figures/figures.xlsx", consultations.figures_file, name="consultations_figures_file"),
    path("consultations/receipt/", consultation_forms.receipt, name="consultation_receipt"),
    path("consultations/follow/", consultation_forms.follow, name="consultation_follow"),
    path("consultations/<int:pk>/", consultations.one, name="consultation"),
    path("consultations/<int:pk>/comment/", consultation_forms.comment, name="consultation_comment"),
    path("consultations/<int:pk>/register/", consultation_forms.register, name="consultation_register"),
]
