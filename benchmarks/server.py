"""gunicorn, with the settings of the generated service for all contenders."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accounting import children, memory_mb
from benchmarks.contenders import SERVICE, Bench, Contender, run
from benchmarks.services import BenchmarkError

START_WITHIN = 90  # seconds


@dataclass(frozen=True)
class Server:
    pid: int
    port: int
    database: str

    def memory(self) -> dict[str, float]:
        """Return the memory of a worker, on average."""
        workers = [memory_mb(pid) for pid in children(self.pid)]
        return {
            name: sum(one[name] for one in workers) / len(workers)
            for name in workers[0]
        }


def settings(bench: Bench, database: str) -> dict[str, str]:
    """Return the settings of gunicorn that the service chooses and the others get, too."""
    said = run(
        [str(bench.python), "-m", "gunicorn", SERVICE.wsgi, "--print-config"],
        bench.service,
        bench.environment(SERVICE, database),
    )
    found = dict(line.split("=", 1) for line in said.splitlines() if "=" in line)
    stripped = {name.strip(): value.strip() for name, value in found.items()}
    names = ("workers", "threads", "keepalive", "preload_app", "backlog")
    return {name: stripped[name] for name in names}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def options(chosen: dict[str, str]) -> list[str]:
    preload = ["--preload"] if chosen["preload_app"] == "True" else []
    return [
        *preload,
        f"--workers={chosen['workers']}",
        f"--threads={chosen['threads']}",
        f"--keep-alive={chosen['keepalive']}",
        f"--backlog={chosen['backlog']}",
    ]


@contextmanager
def serve(
    bench: Bench, contender: Contender, database: str, chosen: dict[str, str]
) -> Iterator[Server]:
    """Run a contender behind gunicorn on a free port of 127.0.0.1."""
    port = free_port()
    command = [str(bench.python), "-m", "gunicorn", contender.wsgi]
    command.append(f"--bind=127.0.0.1:{port}")
    if not contender.is_service:
        command += options(chosen)
    log = bench.folder / f"{contender.name}-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=bench.project(contender),
            env=bench.environment(contender, database),
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C reaches this program only, which then stops the server.
            start_new_session=True,
        )
    try:
        wait_for(process, port, log, int(chosen["workers"]))
        yield Server(process.pid, port, database)
    finally:
        process.terminate()
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(
    process: "subprocess.Popen[bytes]", port: int, log: Path, workers: int
) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            if len(children(process.pid)) >= workers:
                return
    last = log.read_text(errors="replace").splitlines()[-15:]
    raise BenchmarkError("\n".join(["A server did not start:", *last]))
