"""Addresses of the toolbox."""

from django.urls import path

from cermin.base import views

app_name = "base"

urlpatterns = [path("healthz", views.healthz, name="healthz")]
