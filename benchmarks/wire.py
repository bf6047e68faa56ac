"""Many requests at once over plain sockets, timed as they stand on the wire.

A client that parses and awaits needs as much of the machine as the server that it measures. This one has its
requests written beforehand, sends them, and notes when the last byte of each answer has come.
"""

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

_HEADERS_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@contextmanager
def connected(url: str, number: int) -> Iterator[list[socket.socket]]:
    """So many connections to the server at `url`."""
    where = urlsplit(url)
    sockets = [socket.create_connection((where.hostname, where.port)) for _ in range(number)]
    for one in sockets:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        yield sockets
    finally:
        for one in sockets:
            one.close()


def post(url: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A POST as it is sent."""
    where = urlsplit(url)
    lines = (
        f"POST {where.path} HTTP/1.1",
        f"Host: {where.netloc}",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    )
    return "\r\n".join(lines).encode() + _HEADERS_END + body


def at_once(sockets: Sequence[socket.socket], requests: Sequence[bytes]) -> list[float]:
    """Send each request on its own connection; milliseconds from the first byte sent to the last one answered."""
    began = time.perf_counter()
    for one, request in zip(sockets, requests, strict=True):
        one.sendall(request)
    waits, held = [0.0] * len(sockets), [b""] * len(sockets)
    with selectors.DefaultSelector() as selector:
        for number, one in enumerate(sockets):
            selector.register(one, selectors.EVENT_READ, number)
        while selector.get_map():
            for key, _ in selector.select(timeout=30):
                number, one = key.data, sockets[key.data]
                held[number] += one.recv(1 << 16)
                if _whole(held[number]):
                    waits[number] = (time.perf_counter() - began) * 1000
                    selector.unregister(one)
    assert all(answer.startswith(b"HTTP/1.1 200") for answer in held), held
    return waits


def _whole(answer: bytes) -> bool:
    head, end, body = answer.partition(_HEADERS_END)
    if not end:
        return False
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(_LENGTH))
    return len(body) >= int(length[len(_LENGTH) :])
