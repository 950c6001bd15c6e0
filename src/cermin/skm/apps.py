from django.apps import AppConfig


class SkmConfig(AppConfig):
    name = "cermin.skm"
    label = "skm"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Survei Kepuasan Masyarakat"
