from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "cermin.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Dasar"

    def ready(self) -> None:
        from cermin.base import tasks  # noqa: F401  (registers jobs and periodic tasks)
