"""Behind a proxy each visitor keeps an address of their own; nobody else may claim one."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from cermin.config.wsgi import behind_proxy


def seen(remote: str, forwarded: str | None, *, https: bool = True) -> str:
    found: list[str] = []
    inner = behind_proxy(
        lambda scope, _: found.append(scope["REMOTE_ADDR"]), https=https, proxies="127.0.0.1,10.0.0.0/8"
    )
    more = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    inner(RequestFactory()._base_environ(REMOTE_ADDR=remote, **more), None)
    return found[0]


@pytest.mark.parametrize(
    ("remote", "forwarded", "visitor"),
    [
        ("127.0.0.1", "114.5.6.7", "114.5.6.7"),
        ("10.1.2.3", "114.5.6.7, 10.9.9.9", "114.5.6.7"),
        ("127.0.0.1", "1.1.1.1, 114.5.6.7", "114.5.6.7"),  # what the visitor wrote in front does not count
        ("127.0.0.1", None, "127.0.0.1"),
        ("114.5.6.7", "8.8.8.8", "114.5.6.7"),  # not our proxy
    ],
)
def test_the_address_of_the_visitor(remote: str, forwarded: str | None, visitor: str) -> None:
    assert seen(remote, forwarded) == visitor


def test_without_a_proxy_the_header_is_not_read() -> None:
    assert seen("127.0.0.1", "8.8.8.8", https=False) == "127.0.0.1"
