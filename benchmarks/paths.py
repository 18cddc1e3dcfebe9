"""Login, GET, refresh and logout behind gunicorn: CPU, rate, latency, queries, memory."""

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from benchmarks import traffic
from benchmarks.accounting import cpu_seconds, precise_cpu_seconds
from benchmarks.contenders import PATHS, Bench, Contender
from benchmarks.load import Load, drive, drive_with_wrk, has_wrk
from benchmarks.server import Server, serve, settings
from benchmarks.services import Postgres

CONNECTIONS = 4
WARM_UP = 0.7  # seconds


@dataclass(frozen=True)
class Plan:
    rounds: int = 5
    # Seconds of a round. A login of plain SimpleJWT takes half a second of CPU.
    seconds: float = 3.0
    login_seconds: float = 6.0
    # Each logout needs a login, made before the round.
    logouts: int = 400
    # How often the imports are timed; the fastest counts.
    imports: int = 3


SHORT = Plan(rounds=2, seconds=2.0, login_seconds=3.0, logouts=150, imports=1)


def measured(
    server: Server, postgres: Postgres, send: Callable[[], Load]
) -> dict[str, Any] | None:
    """Send requests, and return what each cost; nothing if one was not answered."""
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
        "server_cpu_ms": server_cpu * 1_000 / load.requests,
        "database_cpu_ms": database_cpu * 1_000 / load.requests,
        "requests_per_second": load.requests / load.seconds,
        "p50_ms": load.p50_ms,
        "p99_ms": load.p99_ms,
    }


@dataclass
class Runner:
    """A served contender, whose clients have new tokens in each round."""

    bench: Bench
    contender: Contender
    server: Server

    def clients(self, path: str, logouts: int) -> list[list[traffic.Client]]:
        """Return the clients of the warm-up, and those of the round."""
        each = [4 * CONNECTIONS, logouts] if path == "logout" else [CONNECTIONS] * 2
        made = self.bench.seed(self.contender, self.server.database, sum(each))
        tokens = made["refresh"]
        credentials, authorization = made["credentials"], made["authorization"]
        found = []
        for share in (tokens[: each[0]], tokens[each[0] :]):
            clients = []
            for number in range(CONNECTIONS):
                one: dict[str, Callable[[], traffic.Client]] = {
                    "get": lambda: traffic.get(authorization),
                    "login": lambda: traffic.login(credentials),
                    "refresh": partial(traffic.refresh, share[number]),
                    "logout": partial(traffic.logout, share[number::CONNECTIONS]),
                }
                clients.append(one[path]())
            found.append(clients)
        return found

    def round(self, path: str, plan: Plan) -> dict[str, Any] | None:
        port, postgres = self.server.port, self.bench.postgres
        if path == "get" and has_wrk():
            made = self.bench.seed(self.contender, self.server.database, 1)
            send = partial(drive_with_wrk, port, made["authorization"], CONNECTIONS)
            send(1)
            return measured(self.server, postgres, partial(send, plan.seconds))
        seconds = {"login": plan.login_seconds, "logout": 60}.get(path, plan.seconds)
        warm_up, clients = self.clients(path, plan.logouts)
        # The threads of the workers open their connections to the database here.
        drive(port, warm_up, WARM_UP)
        return measured(self.server, postgres, partial(drive, port, clients, seconds))


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
        runners = []
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
            runners.append(Runner(bench, contender, server))
        result["gunicorn"] = chosen
        for path in paths:
            say(path)
            those = [one for one in runners if path in one.contender.paths]
            rounds: dict[str, list[Any]] = {one.contender.name: [] for one in those}
            for _ in range(plan.rounds):
                for one in those:
                    rounds[one.contender.name].append(one.round(path, plan))
            result["paths"][path] = rounds
        for one in runners:
            result["memory"][one.contender.name] = one.server.memory()
    result["plan"] = asdict(plan) | {
        "connections": CONNECTIONS,
        "cores": os.cpu_count(),
    }
    return result
