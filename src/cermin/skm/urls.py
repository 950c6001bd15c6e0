"""Addresses of the room, under /survei/: the list, the six steps of a round, its result, and the acts between them."""

from __future__ import annotations

from django.urls import URLPattern, path

from cermin.skm import views
from cermin.skm.views import acts

app_name = "skm"

urlpatterns: list[URLPattern] = [
    path("", views.rounds, name="rounds"),
    path("baru/<int:unit_id>/", views.new, name="new"),
    path("<int:round_id>/", views.current, name="round"),
    path("<int:round_id>/siapkan/", views.prepare, name="prepare"),
    path("<int:round_id>/siapkan/kuesioner/", views.questions, name="questions"),
    path("<int:round_id>/siapkan/pratinjau/", views.preview, name="preview"),
    path("<int:round_id>/responden/", views.respondents, name="respondents"),
    path("<int:round_id>/kumpulkan/", views.collect, name="collect"),
    path("<int:round_id>/poster/<str:kind>", views.poster, name="poster"),
    path("<int:round_id>/olah/", views.process, name="process"),
    path("<int:round_id>/laporkan/", views.report, name="report"),
    path("<int:round_id>/tindak-lanjut/", views.follow_up, name="follow_up"),
    path("<int:round_id>/ralat/", views.correct, name="correct"),
    path("<int:round_id>/hasil/", views.result, name="result"),
    path("<int:round_id>/buka/", acts.open_round, name="open"),
    path("<int:round_id>/batalkan/", acts.cancel_round, name="cancel"),
    path("<int:round_id>/tutup/", acts.close_round, name="close"),
    path("<int:round_id>/olah/mulai/", acts.process, name="start_processing"),
    path("<int:round_id>/olah/sahkan/", acts.confirm_exclusions, name="confirm_exclusions"),
    path("<int:round_id>/olah/tarik/", acts.withdraw_exclusions, name="withdraw_exclusions"),
    path("<int:round_id>/setujui/", acts.approve, name="approve"),
    path("<int:round_id>/laporkan/buat/", acts.make_report, name="make_report"),
]
