"""Addresses citizens type or scan. `/S/` because a QR code of capitals is smaller."""

from django.urls import path

from cermin.respond import views

app_name = "respond"

urlpatterns = [
    path("s/", views.survey_by_code, name="survey_by_code"),
    path("s/<str:code>", views.survey, name="survey"),
    path("S/<str:code>", views.survey, name="survey_capitals"),
    path("cek", views.check, name="check"),
    path("privasi/<str:code>", views.privacy, name="privacy"),
]
