"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from cermin.desk import views

app_name = "desk"

urlpatterns: list[URLPattern] = [
    path("beranda/", views.home, name="home"),
    path("pekerjaan/", views.jobs, name="jobs"),
    path("pekerjaan/<int:job_id>/", views.job, name="job"),
    path("dokumen/<int:document_id>/<str:name>", views.document, name="document"),
    path("jejak/", views.audit, name="audit"),
    path("jejak/jejak.csv", views.audit_csv, name="audit_csv"),
    path("cari/", views.find, name="search"),
]
