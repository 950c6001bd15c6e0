from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cermin.intake"
    label = "intake"
    verbose_name = "Unggahan"

    def ready(self) -> None:
        from cermin.intake import tasks  # noqa: F401  (registers its jobs)
