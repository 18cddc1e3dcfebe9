"""The load generator: connections that are kept alive, one thread for each."""

import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from benchmarks.accounting import quantile
from benchmarks.services import BenchmarkError
from benchmarks.traffic import PROXIED, Client, Request

HOST = "127.0.0.1"


@dataclass
class Conversation:
    """A client, and the last response that it got: the next request may depend on it."""

    client: Client
    answer: bytes | None = None


@dataclass
class Load:
    requests: int = 0
    seconds: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    errors: list[str] = field(default_factory=list)


def encode(request: Request, port: int) -> bytes:
    headers = {"Host": f"{HOST}:{port}", **PROXIED, **request.headers}
    if request.body:
        headers["Content-Type"] = "application/json"
        headers["Content-Length"] = str(len(request.body))
    lines = [f"{request.method} {request.path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + request.body


def read(answer: BinaryIO) -> tuple[int, bytes, bool]:
    """Return the status, the body, and whether the connection is kept."""
    status = answer.readline().split()
    if len(status) < 2:
        raise ConnectionError("the server closed the connection")
    headers = {}
    while line := answer.readline().strip():
        name, _, value = line.partition(b":")
        headers[name.lower()] = value.strip().lower()
    if headers.get(b"transfer-encoding") == b"chunked":
        body = b""
        while size := int(answer.readline(), 16):
            body += answer.read(size)
            answer.readline()
        answer.readline()
    else:
        body = answer.read(int(headers.get(b"content-length", 0)))
    return int(status[1]), body, headers.get(b"connection") != b"close"


def _converse(
    port: int,
    one: Conversation,
    deadline: float,
    times: list[float],
    errors: list[str],
) -> None:
    """Send the client's requests one after the other until the deadline."""
    while time.monotonic() < deadline:
        with socket.create_connection((HOST, port), timeout=30) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader = connection.makefile("rb")
            kept = True
            while kept and time.monotonic() < deadline:
                try:
                    request = one.client.send(one.answer)
                except StopIteration:
                    return
                start = time.perf_counter()
                connection.sendall(encode(request, port))
                status, one.answer, kept = read(reader)
                times.append(time.perf_counter() - start)
                if not 200 <= status < 300:
                    errors.append(f"{request.path}: {status}: {one.answer[:200]!r}")
                    return


def drive(port: int, clients: Sequence[Conversation], seconds: float) -> Load:
    """Let each client send its requests for so long, or until it has no more."""
    times: list[float] = []
    errors: list[str] = []
    deadline = time.monotonic() + seconds

    def converse(one: Conversation) -> None:
        try:
            _converse(port, one, deadline, times, errors)
        except (OSError, ValueError, KeyError) as error:
            errors.append(f"{type(error).__name__}: {error}")

    threads = [
        threading.Thread(target=converse, args=(one,), daemon=True) for one in clients
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    if not times:
        return Load(errors=errors or ["no request was answered"])
    return Load(
        len(times),
        took,
        quantile(times, 0.5) * 1_000,
        quantile(times, 0.99) * 1_000,
        errors,
    )


UNITS = {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


def drive_with_wrk(
    port: int, authorization: str, connections: int, seconds: float
) -> Load:
    """Send the authenticated GET with wrk, which takes less CPU beside the server."""
    headers = {**PROXIED, "Authorization": authorization}
    done = subprocess.run(
        [
            *("wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds:.0f}s"),
            *(f"-H{name}: {value}" for name, value in headers.items()),
            f"http://{HOST}:{port}/api/users/me/",
        ],
        capture_output=True,
        text=True,
    )
    return parse_wrk(done.stdout)


def parse_wrk(said: str) -> Load:
    total = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m)", said)
    if not total:
        raise BenchmarkError(f"wrk said:\n{said}")
    load = Load(int(total[1]), float(total[2]) * UNITS[total[3]] / 1_000)
    percentiles = {
        name: float(value) * UNITS[unit]
        for name, value, unit in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s|m)", said)
    }
    load.p50_ms, load.p99_ms = percentiles["50"], percentiles["99"]
    load.errors = re.findall(r"(?:Non-2xx|Socket errors).*", said)
    return load
