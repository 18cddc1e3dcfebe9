"""Login, GET, refresh and logout behind gunicorn: CPU, rate, latency, queries, memory."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from statistics import median
from typing import Any

from benchmarks import traffic
from benchmarks.accounting import cpu_seconds, precise_cpu_seconds
from benchmarks.contenders import PATHS, Bench, Contender
from benchmarks.load import Conversation, Load, drive, drive_with_wrk, has_wrk
from benchmarks.server import Server, serve, settings
from benchmarks.services import Postgres

CONNECTIONS = 4
WARM_UP = 1  # second


@dataclass(frozen=True)
class Plan:
    rounds: int = 5
    # A machine is not equally fast in each second. So a round consists of slices, in which
    # the contenders take turns.
    slices: int = 4
    # Seconds of a slice. A login of plain SimpleJWT takes half a second of CPU.
    seconds: float = 1.0
    login_seconds: float = 2.0
    # Requests of a slice. Each logout needs a login, made before it.
    logouts: int = 100
    # How often the imports are timed; the fastest counts.
    imports: int = 3


SHORT = Plan(rounds=3, slices=3, logouts=50, imports=1)


def measured(
    server: Server, postgres: Postgres, send: Callable[[], Load]
) -> dict[str, Any] | None:
    """Send requests, and return what they cost; nothing if one was not answered."""
    backends = precise_cpu_seconds(postgres.backends(server.database))
    before = cpu_seconds(server.pid)
    load = send()
    server_cpu = cpu_seconds(server.pid) - before
    database_cpu = sum(
        seconds - backends.get(pid, 0.0)
        for pid, seconds in precise_cpu_seconds(
            postgres.backends(server.database)
        ).items()
    )
    if load.errors:
        return None
    return {
        "requests": load.requests,
        "seconds": load.seconds,
        "server_cpu": server_cpu,
        "database_cpu": database_cpu,
        "p50_ms": load.p50_ms,
        "p99_ms": load.p99_ms,
    }


def together(slices: Sequence[dict[str, Any] | None]) -> dict[str, Any] | None:
    """Return what a request cost in a round; nothing if one was not answered."""
    kept = [one for one in slices if one]
    if len(kept) < len(slices):
        return None

    def total(name: str) -> float:
        return float(sum(one[name] for one in kept))

    return {
        "requests": total("requests"),
        "server_cpu_ms": total("server_cpu") * 1_000 / total("requests"),
        "database_cpu_ms": total("database_cpu") * 1_000 / total("requests"),
        "requests_per_second": total("requests") / total("seconds"),
        "p50_ms": median(one["p50_ms"] for one in kept),
        "p99_ms": median(one["p99_ms"] for one in kept),
    }


@dataclass
class Runner:
    """A served contender."""

    bench: Bench
    contender: Contender
    server: Server

    def senders(self, path: str, plan: Plan) -> Iterator[Callable[[], Load]]:
        """Yield what sends the requests of each slice, after a warm-up.

        In it, the threads of the workers open their connections to the database.
        """
        port = self.server.port
        seconds = plan.login_seconds if path == "login" else plan.seconds
        if path == "get" and has_wrk():
            made = self.bench.seed(self.contender, self.server.database, 1)
            send = partial(drive_with_wrk, port, made["authorization"], CONNECTIONS)
            send(WARM_UP)
            while True:
                yield partial(send, seconds)
        each = [4 * CONNECTIONS, *[plan.logouts] * plan.slices * plan.rounds]
        if path != "logout":
            each = [CONNECTIONS]
        made = self.bench.seed(self.contender, self.server.database, sum(each))
        tokens = iter(made.pop("refresh"))
        slices = [self.clients(path, made, [*islice(tokens, n)]) for n in each]
        drive(port, slices[0], WARM_UP)
        if path == "logout":
            yield from (partial(drive, port, clients, 60) for clients in slices[1:])
        while True:
            yield partial(drive, port, slices[0], seconds)

    def clients(
        self, path: str, made: dict[str, Any], tokens: list[str]
    ) -> list[Conversation]:
        """Return the clients of all connections, which share the tokens."""
        one: dict[str, Callable[[int], traffic.Client]] = {
            "get": lambda number: traffic.get(made["authorization"]),
            "login": lambda number: traffic.login(made["credentials"]),
            "refresh": lambda number: traffic.refresh(tokens[number]),
            "logout": lambda number: traffic.logout(tokens[number::CONNECTIONS]),
        }
        return [Conversation(one[path](number)) for number in range(CONNECTIONS)]


def take_turns(
    runners: Mapping[str, Runner], path: str, plan: Plan
) -> dict[str, list[dict[str, Any] | None]]:
    """Return the rounds of each contender."""
    senders = {key: one.senders(path, plan) for key, one in runners.items()}
    rounds: dict[str, list[Any]] = {key: [] for key in runners}
    for _ in range(plan.rounds):
        slices: dict[str, list[Any]] = {key: [] for key in runners}
        for _ in range(plan.slices):
            for key, one in runners.items():
                send = next(senders[key])
                slices[key].append(measured(one.server, one.bench.postgres, send))
        for key, parts in slices.items():
            rounds[key].append(together(parts))
    return rounds


def imports(bench: Bench, contender: Contender, database: str, times: int) -> Any:
    """Return how long the first request's modules take to import, and their number."""
    code = (
        f"import {contender.wsgi}; from django.urls import get_resolver;"
        " get_resolver().url_patterns"
    )
    found = []
    for _ in range(times + 1):  # The first one writes bytecode.
        done = subprocess.run(
            [str(bench.python), "-X", "importtime", "-c", code],
            cwd=bench.project(contender),
            env=bench.environment(contender, database),
            capture_output=True,
            text=True,
        )
        own = re.findall(r"^import time: +(\d+) \|", done.stderr, re.MULTILINE)
        found.append((sum(map(int, own)) / 1_000, len(own)))
    milliseconds, modules = min(found)
    return {"ms": milliseconds, "modules": modules}


def measure(
    bench: Bench, plan: Plan, say: Callable[[str], None], paths: Sequence[str] = PATHS
) -> dict[str, Any]:
    result: dict[str, Any] = {"paths": {}, "queries": {}, "memory": {}, "imports": {}}
    result["load"] = "wrk for the GET" if has_wrk() else "no wrk: Python's threads"
    with ExitStack() as stack:
        runners: dict[str, Runner] = {}
        chosen: dict[str, str] = {}
        for contender in bench.present:
            database = stack.enter_context(bench.database(contender))
            chosen = chosen or settings(bench, database)
            given = bench.seed(contender, database, 6) | {"paths": contender.paths}
            result["queries"] |= {
                contender.name: bench.inside(contender, database, "queries", given)[0]
            }
            result["imports"][contender.name] = imports(
                bench, contender, database, plan.imports
            )
            server = stack.enter_context(serve(bench, contender, database, chosen))
            runners[contender.name] = Runner(bench, contender, server)
        result["gunicorn"] = chosen
        for path in paths:
            say(path)
            those = {
                name: one
                for name, one in runners.items()
                if path in one.contender.paths
            }
            result["paths"][path] = take_turns(those, path, plan)
        for name, one in runners.items():
            result["memory"][name] = one.server.memory()
    result["plan"] = asdict(plan) | {
        "connections": CONNECTIONS,
        "cores": os.cpu_count(),
    }
    return result
