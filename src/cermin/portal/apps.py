from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "cermin.portal"
    label = "portal"
    verbose_name = "Laman publik"
