from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cermin.intake"
    label = "intake"
    verbose_name = "Unggahan"
