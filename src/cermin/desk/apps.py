from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cermin.desk"
    label = "desk"
    verbose_name = "Meja"
