from django.apps import AppConfig


class SkmConfig(AppConfig):
    name = "cermin.skm"
    label = "skm"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Survei Kepuasan Masyarakat"

    def ready(self) -> None:
        from cermin.skm import tasks  # noqa: F401  (registers jobs and periodic tasks)
