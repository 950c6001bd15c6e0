"""Addresses of the structure: governments, agencies, units, services."""

from __future__ import annotations

from django.urls import URLPattern, path

from cermin.organizations.views import importing, offering, structure, units

app_name = "organizations"

urlpatterns: list[URLPattern] = [
    path("organisasi/", structure.overview, name="overview"),
    path("organisasi/urungkan/", units.undo, name="undo"),
    path("organisasi/jenis-unit/", structure.unit_type_list, name="unit_types"),
    path("organisasi/pemerintah/tambah/", structure.government_add, name="government_add"),
    path("organisasi/pemerintah/<str:code>/", structure.government_page, name="government"),
    path("organisasi/pemerintah/<str:code>/pengaturan/", structure.government_settings, name="government_settings"),
    path("organisasi/pemerintah/<str:code>/perangkat-daerah/baru/", structure.agency_new, name="agency_new"),
    path("organisasi/perangkat-daerah/<int:agency_id>/", structure.agency_page, name="agency"),
    path("organisasi/perangkat-daerah/<int:agency_id>/ubah/", structure.agency_edit, name="agency_edit"),
    path("organisasi/perangkat-daerah/<int:agency_id>/unit/baru/", units.unit_new, name="unit_new"),
    path("organisasi/unit/", units.unit_list, name="units"),
    path("organisasi/unit/<int:unit_id>/", units.unit_page, name="unit"),
    path("organisasi/unit/<int:unit_id>/ubah/", units.unit_edit, name="unit_edit"),
    path("organisasi/unit/<int:unit_id>/pindah/", units.unit_move, name="unit_move"),
    path("organisasi/unit/<int:unit_id>/pendahulu/", units.unit_predecessors, name="predecessors"),
    path("organisasi/unit/<int:unit_id>/layanan/baru/", offering.service_new, name="service_new"),
    path("organisasi/unit/<int:unit_id>/layanan/urutan/", offering.service_order, name="service_order"),
    path("organisasi/layanan/<int:service_id>/", offering.service_page, name="service"),
    path("organisasi/impor/", importing.import_start, name="import"),
    path("organisasi/impor/templat/", importing.import_template, name="import_template"),
    path("organisasi/impor/<str:token>/", importing.import_preview, name="import_preview"),
    path("organisasi/impor/<str:token>/kesalahan/", importing.import_errors, name="import_errors"),
]
