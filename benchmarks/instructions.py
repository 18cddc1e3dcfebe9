"""What a request executes: instructions under callgrind, and CPU time without it.

Both are counted inside one process, without sockets. The number of instructions is the
same on a busy machine; it does not tell how long each of them takes.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.contenders import PATHS, SERVICE, SIMPLEJWT, Bench, Contender
from benchmarks.services import BenchmarkError

# Calls that fill caches and open the connection, and then those that are counted: the
# start of the process is in neither.
WARM_UP = {"get": 10, "login": 1, "refresh": 10, "logout": 10}
COUNTED = {"get": 20, "login": 1, "refresh": 10, "logout": 10}
# Without valgrind: the fastest of some batches, the contenders in turn.
BATCHES = {"get": 200, "login": 4, "refresh": 100, "logout": 100}
ROUNDS = 5
# For the refreshes, and for the logouts of a warm-up and of a batch.
TOKENS = 1 + WARM_UP["logout"] + BATCHES["logout"]


def phases(paths: Sequence[str], counted: dict[str, int]) -> list[tuple[str, int]]:
    """Return the warm-up of all paths, and then each path."""
    return [(path, WARM_UP[path]) for path in paths] + [
        (path, counted[path]) for path in paths
    ]


def totals(folder: Path) -> list[int]:
    """Return the instructions of each part that callgrind wrote."""
    parts: dict[int, int] = {}
    for path in folder.glob("out.*"):
        with path.open(errors="replace") as lines:
            for line in lines:
                if line.startswith("totals: "):
                    parts[int(path.suffix[1:])] = int(line.split()[1])
    return [parts[number] for number in sorted(parts)]


def count_one(
    bench: Bench, contender: Contender, database: str, paths: Sequence[str]
) -> dict[str, float]:
    """Return the instructions of one call of each path.

    callgrind counts after the warm-up only, because it is slow while it counts; after
    each phase it writes the count and starts anew.
    """
    wanted = phases(paths, COUNTED)
    given = bench.seed(contender, database, TOKENS) | {"phases": wanted, "wait": True}
    with (
        tempfile.TemporaryDirectory(dir=bench.folder) as folder,
        Path(folder, "errors").open("w+") as errors,
    ):
        process = subprocess.Popen(
            [
                *("valgrind", "--tool=callgrind", "--instr-atstart=no"),
                *(f"--callgrind-out-file={folder}/out", str(bench.python)),
                *("-m", "benchmarks.inside", "calls"),
            ],
            cwd=bench.project(contender),
            env=bench.inside_environment(contender, database),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdin and process.stdout
        with process:
            try:
                print(json.dumps(given), file=process.stdin, flush=True)
                for number, _ in enumerate(wanted, 1):
                    if not process.stdout.readline():
                        errors.seek(0)
                        said = "\n".join(errors.read().splitlines()[-15:])
                        raise BenchmarkError(
                            f"{contender.title} failed under valgrind:\n{said}"
                        )
                    if number == len(paths):
                        command(process.pid, "instrumentation", "on")
                    elif number > len(paths):
                        command(process.pid, "dump")
                    print(file=process.stdin, flush=True)
            except BaseException:
                process.kill()
                raise
        counted = zip(paths, totals(Path(folder)), strict=True)
        return {path: total / COUNTED[path] for path, total in counted}


def command(pid: int, *words: str) -> None:
    done = subprocess.run(
        ["vgdb", f"--pid={pid}", *words], capture_output=True, text=True
    )
    if done.returncode:
        raise BenchmarkError(f"vgdb {' '.join(words)} failed: {done.stderr}")


def count(
    bench: Bench, databases: dict[Contender, str], paths: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return the instructions of one call of each path, by contender."""
    with ThreadPoolExecutor() as pool:
        running = {
            contender.name: pool.submit(count_one, bench, contender, database, paths)
            for contender, database in databases.items()
        }
        return {name: future.result() for name, future in running.items()}


def time_calls(
    bench: Bench, databases: dict[Contender, str], paths: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return the CPU milliseconds of one call of each path: those of the fastest batch."""
    wanted = phases(paths, BATCHES)
    best: dict[str, dict[str, float]] = {one.name: {} for one in databases}
    for _ in range(ROUNDS):
        for contender, database in databases.items():
            given = bench.seed(contender, database, TOKENS) | {"phases": wanted}
            measured = bench.inside(contender, database, "calls", given)
            # The second half of the phases: the first is the warm-up.
            for path, seconds in measured[len(paths) :]:
                milliseconds = seconds * 1_000 / BATCHES[path]
                known = best[contender.name].get(path, milliseconds)
                best[contender.name][path] = min(known, milliseconds)
    return best


def measure(
    bench: Bench,
    paths: Sequence[str] = PATHS,
    contenders: Sequence[Contender] = (SERVICE, SIMPLEJWT),
) -> dict[str, Any]:
    with ExitStack() as stack:
        databases = {
            one: stack.enter_context(bench.database(one)) for one in contenders
        }
        result: dict[str, Any] = {"cpu_ms": time_calls(bench, databases, paths)}
        if shutil.which("valgrind"):
            result["instructions"] = count(bench, databases, paths)
        else:
            result["skipped"] = "instructions: valgrind was not found"
        return result


def table(result: dict[str, Any]) -> list[str]:
    """Return the lines of a table in Markdown."""
    counts, times = result.get("instructions", {}), result["cpu_ms"]
    names = list(times)
    lines = [
        "| | "
        + " | ".join(names)
        + " | ratio | CPU ms "
        + " | CPU ms ".join(names)
        + " | ratio |",
        "|---" * (2 * len(names) + 3) + "|",
    ]
    for path in next(iter(times.values())):
        row = [path]
        for values, form in ((counts, "{:.2f} M"), (times, "{:.2f}")):
            numbers = [values.get(name, {}).get(path) for name in names]
            scale = 1e6 if values is counts else 1
            row += [form.format(n / scale) if n else "" for n in numbers]
            first, last = numbers[0], numbers[-1]
            row.append(f"{first / last:.2f}" if first and last else "")
        lines.append("| " + " | ".join(row) + " |")
    return lines
