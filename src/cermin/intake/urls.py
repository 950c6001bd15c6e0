"""Addresses of the room, under /unggah/."""

from __future__ import annotations

from django.urls import path

from cermin.intake import views

app_name = "intake"

urlpatterns = [
    path("<int:round_id>/", views.round_uploads, name="round"),
    path("<int:round_id>/templat", views.template, name="template"),
    path("berkas/<int:upload_id>/", views.upload, name="upload"),
    path("berkas/<int:upload_id>/kesalahan", views.error_copy, name="errors"),
    path("kumpulan/<int:batch_id>/", views.batch, name="batch"),
]
