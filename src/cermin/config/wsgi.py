"""The WSGI application that `cermin jalankan` serves."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermin.config.settings")


def behind_proxy(application: Callable[..., Any], *, https: bool, proxies: str) -> Callable[..., Any]:
    """Give a request the address of its visitor, taken from X-Forwarded-For when one of these proxies sent it.

    Otherwise all citizens would count as one visitor, the proxy, and the brake on floods would stop them all. Without a proxy in
    front (no HTTPS) the header is anybody's word and is not read.
    """
    return wrap_wsgi_with_proxy_headers(application, proxies) if https else application


def _served() -> Callable[..., Any]:
    inner = get_wsgi_application()
    from django.conf import settings

    return behind_proxy(inner, https=settings.HTTPS, proxies=settings.PROXIES)


application = _served()
