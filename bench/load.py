"""Citizens as a process of its own: bare sockets, one thread. `python -m bench.load closed|open PORT JSON` prints JSON.

A journey is what a phone does: GET the form, then POST the answers with a client id of its own, over one kept connection.
closed: so many connections, each begins its next journey when one ends. open: journeys begin by the clock, whatever the server
does; seconds are counted from the moment a request was due, so that a server that stalls is not spared the requests it held up.
"""

from __future__ import annotations

import json
import random
import resource
import selectors
import socket
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

HEAD_END = b"\r\n\r\n"


@dataclass
class Phone:
    """One connection and where its journey stands. due: when the request in flight was due, by the monotonic clock."""

    sock: socket.socket
    posting: bool = False
    due: float = 0.0
    begun: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    needed: int = -1


class Crowd:
    """All phones of one run."""

    def __init__(self, port: int, plan: dict[str, Any]) -> None:
        self.address = ("127.0.0.1", port)
        self.plan = plan
        self.selector = selectors.DefaultSelector()
        self.random = random.Random(plan["seed"])
        self.gets: list[float] = []
        self.posts: list[float] = []
        self.errors = 0
        self.finished = 0
        head = f"Host: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\nUser-Agent: bench\r\n"
        self.form = f"GET /s/{plan['code']} HTTP/1.1\r\n{head}\r\n".encode()
        self.answer_head = (
            f"POST /s/{plan['code']} HTTP/1.1\r\n{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        ).encode()

    def connect(self) -> Phone:
        sock = socket.create_connection(self.address)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setblocking(False)
        phone = Phone(sock)
        self.selector.register(sock, selectors.EVENT_READ, phone)
        return phone

    def body(self) -> bytes:
        plan, pick = self.plan, self.random
        scores = "".join(f"&p{n}={pick.choices('1234', (2, 8, 60, 30))[0]}" for n in range(1, plan["questions"] + 1))
        profile = "".join(f"&d_{key}={quote(pick.choice(options))}" for key, options in plan["profile"])
        return f"id={uuid4()}&v={plan['version']}&r={plan['round']}&b=id&l={pick.choice(plan['services'])}{scores}{profile}".encode()

    def ask(self, phone: Phone, due: float, posting: bool) -> None:
        phone.posting, phone.due, phone.needed = posting, due, -1
        phone.received.clear()
        if posting:
            body = self.body()
            phone.sock.sendall(self.answer_head + str(len(body)).encode() + HEAD_END + body)
        else:
            phone.begun = due
            phone.sock.sendall(self.form)

    def take(self, phone: Phone) -> bool:
        """Read what has come; whether the whole answer is there."""
        data = phone.sock.recv(65536)
        if not data:
            raise ConnectionError("the server closed a connection in use")
        phone.received += data
        if phone.needed < 0:
            end = phone.received.find(HEAD_END)
            if end < 0:
                return False
            head = bytes(phone.received[:end]).lower()
            if not head.startswith(b"http/1.1 200"):
                self.errors += 1
            mark = head.find(b"content-length:")
            if mark < 0:
                raise ValueError("an answer without a length")
            phone.needed = end + 4 + int(head[mark + 15 :].split(b"\r\n", 1)[0])
        return len(phone.received) >= phone.needed

    def told(self, phone: Phone) -> None:
        (self.posts if phone.posting else self.gets).append(time.monotonic() - phone.due)

    def closed(self) -> float:
        """All phones busy for the given seconds; the seconds it really took until the last journey ended."""
        start = time.monotonic()
        end = start + self.plan["seconds"]
        busy = 0
        for _ in range(self.plan["phones"]):
            self.ask(self.connect(), time.monotonic(), posting=False)
            busy += 1
        while busy:
            for key, _ in self.selector.select(10):
                phone: Phone = key.data
                if not self.take(phone):
                    continue
                self.told(phone)
                now = time.monotonic()
                if not phone.posting:
                    self.ask(phone, now, posting=True)
                    continue
                self.finished += 1
                if now < end:
                    self.ask(phone, now, posting=False)
                else:
                    busy -= 1
        return time.monotonic() - start

    def open(self) -> float:
        """Journeys by the clock, each as soon as a connection is free; late ones wait in a queue and their waiting counts."""
        idle = deque(self.connect() for _ in range(self.plan["phones"]))
        step = 1 / self.plan["rate"]
        start = time.monotonic() + 0.05
        total = int(self.plan["seconds"] * self.plan["rate"])
        waiting: deque[float] = deque()
        begun = 0
        while self.finished < total:
            now = time.monotonic()
            while begun < total and start + begun * step <= now:
                waiting.append(start + begun * step)
                begun += 1
            while waiting and idle:
                self.ask(idle.popleft(), waiting.popleft(), posting=False)
            until = start + begun * step if begun < total else now + 10
            for key, _ in self.selector.select(max(0.0, until - time.monotonic())):
                phone: Phone = key.data
                if not self.take(phone):
                    continue
                self.told(phone)
                if phone.posting:
                    self.finished += 1
                    idle.append(phone)
                else:
                    self.ask(phone, time.monotonic(), posting=True)
        return time.monotonic() - start


def main(kind: str, port: str, plan: str) -> None:
    crowd = Crowd(int(port), json.loads(plan))
    seconds = crowd.closed() if kind == "closed" else crowd.open()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "journeys": crowd.finished,
                "errors": crowd.errors,
                "gets": sorted(crowd.gets),
                "posts": sorted(crowd.posts),
                "cpu": usage.ru_utime + usage.ru_stime,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
