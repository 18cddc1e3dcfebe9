"""Measure the generated service beside plain DRF + SimpleJWT: docs/performance.md."""

import argparse
import signal
import sys
import time
from contextlib import ExitStack
from typing import Any

from benchmarks import generation, growth, instructions, paths, report
from benchmarks.contenders import CONTENDERS, PATHS, SERVICE, SIMPLEJWT, bench
from benchmarks.load import has_wrk
from benchmarks.services import (
    POSTGRES,
    REDIS,
    BenchmarkError,
    Postgres,
    loopback,
    redis_database,
)

PARTS = ("paths", "growth", "purge", "instructions", "generation")
ONLY = {"ours": (SERVICE,), "plain": (SIMPLEJWT,)}


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all, if none")
    parser.add_argument(
        "--short", action="store_true", help="the paths, of two contenders only"
    )
    parser.add_argument("--paths", nargs="+", default=PATHS, choices=PATHS)
    parser.add_argument("--only", choices=ONLY, help="for instructions: one contender")
    parser.add_argument("--postgres", default=POSTGRES, help=f"default: {POSTGRES}")
    parser.add_argument("--redis", default=REDIS, help=f"default: {REDIS}")
    parser.add_argument(
        "--no-write", action="store_true", help="print the results only"
    )
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown parts: {', '.join(sorted(unknown))}")
    options.parts = options.parts or (["paths"] if options.short else list(PARTS))
    # A part of a part would replace the whole in the documentation.
    partial = options.short or options.only or len(options.paths) < len(PATHS)
    options.no_write = bool(options.no_write or partial)
    return options


class Progress:
    def __init__(self) -> None:
        self.start = time.monotonic()

    def __call__(self, text: str) -> None:
        seconds = time.monotonic() - self.start
        print(f"[{seconds:5.0f} s] {text}", file=sys.stderr, flush=True)


def measure(options: argparse.Namespace, say: Progress) -> dict[str, Any]:
    only = ONLY.get(options.only, (SERVICE, SIMPLEJWT))
    results: dict[str, Any] = {}
    with ExitStack() as stack:
        cache = stack.enter_context(redis_database(options.redis))
        postgres = Postgres.at(options.postgres)
        say("make the projects and their environment")
        everyone = "paths" in options.parts and not options.short
        contenders = CONTENDERS if everyone else only
        made = stack.enter_context(bench(postgres, cache, contenders))
        for name, reason in made.missing.items():
            say(f"left out, because it cannot be installed: {name}: {reason}")
        if not has_wrk():
            say("wrk was not found: the GET is sent by Python, which slows the server")
        plan = paths.SHORT if options.short else paths.Plan()
        measures = {
            "paths": lambda: paths.measure(made, plan, say, options.paths),
            "growth": lambda: growth.measure(made, say),
            "purge": lambda: growth.purge(made, say),
            "instructions": lambda: instructions.measure(made, options.paths, only),
            "generation": lambda: generation.measure(say),
        }
        for part in PARTS:
            if part in options.parts:
                say(f"--- {part}")
                start = time.monotonic()
                results[part] = measures[part]()
                results[part]["took_seconds"] = round(time.monotonic() - start)
        results["machine"] = report.machine(made)
    return results


def main() -> None:
    options = parse()
    loopback(options.postgres)
    loopback(options.redis)
    # The databases, processes and folders are removed then, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    say = Progress()
    results = measure(options, say)
    print("\n".join(report.markdown(results)))
    if not options.no_write:
        report.write(results)
        say("docs/performance.md is written")
    say("done")


if __name__ == "__main__":
    try:
        main()
    except BenchmarkError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        sys.exit("stopped")
