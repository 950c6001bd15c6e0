from django.apps import AppConfig


class SlowJobsConfig(AppConfig):
    name = "tests.support.slow_jobs"
    label = "slow_jobs"

    def ready(self) -> None:
        from tests.support.slow_jobs import tasks  # noqa: F401
