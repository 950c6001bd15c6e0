"""The settings of the product and one more app, for tests that need a job which waits for them."""

from cermin.config.settings import *  # noqa: F403
from cermin.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.support.slow_jobs"]
