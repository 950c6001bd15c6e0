from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "cermin.organizations"
    label = "organizations"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Organisasi"

    def ready(self) -> None:
        from cermin.organizations import signals, tasks  # noqa: F401  (connects the receivers, registers jobs)
