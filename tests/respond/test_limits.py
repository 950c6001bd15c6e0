"""The brake stops a flood from one network, lets a full waiting room pass, and keeps no address."""

from __future__ import annotations

import pytest

from cermin.respond.limits import Brake, network_of


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("0.0.0.0", ""),
        ("10.1.2.3", ""),
        ("192.168.1.9", ""),
        ("fd00::7", ""),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_address_is_only_seen_as_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_call_after_the_limit_waits_until_the_window_ends() -> None:
    clock = Clock()
    brake = Brake(3, seconds=60, clock=clock)
    assert [brake.refuses("203.0.113.1"), brake.refuses("203.0.113.2"), brake.refuses("203.0.113.3")] == [0, 0, 0]
    assert brake.refuses("203.0.113.4") == 20  # 1000 s is 40 s into its minute
    assert brake.refuses("198.51.100.1") == 0
    clock.now += 20
    assert brake.refuses("203.0.113.4") == 0


def test_a_proxy_on_this_machine_is_never_the_one_that_is_stopped() -> None:
    brake = Brake(1)
    assert [brake.refuses("127.0.0.1") for _ in range(5)] == [0] * 5


def test_no_address_is_kept_and_the_key_changes_every_day() -> None:
    clock = Clock()
    brake = Brake(3, clock=clock)
    brake.refuses("203.0.113.1")
    first = set(brake._counts)
    assert b"203.0.113" not in b"".join(first)
    clock.now += 86_400
    brake.refuses("203.0.113.1")
    assert first.isdisjoint(brake._counts)
