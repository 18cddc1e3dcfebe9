"""`python -m benchmarks`: see docs/performance.md."""

import argparse
import json
import signal
import sys
import time

from benchmarks import instructions
from benchmarks.contenders import PATHS, SERVICE, SIMPLEJWT, bench
from benchmarks.services import (
    POSTGRES,
    REDIS,
    BenchmarkError,
    Postgres,
    redis_database,
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", default=["instructions"])
    parser.add_argument("--paths", nargs="*", default=PATHS, choices=PATHS)
    parser.add_argument("--only", choices=["ours", "plain"])
    parser.add_argument("--postgres", default=POSTGRES)
    parser.add_argument("--redis", default=REDIS)
    options = parser.parse_args()
    contenders = {"ours": (SERVICE,), "plain": (SIMPLEJWT,)}.get(
        options.only, (SERVICE, SIMPLEJWT)
    )
    # The databases and processes are removed then, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    start = time.monotonic()
    with (
        redis_database(options.redis) as cache,
        bench(Postgres.at(options.postgres), cache, contenders) as made,
    ):
        print(f"prepared in {time.monotonic() - start:.0f} s", file=sys.stderr)
        result = instructions.measure(made, options.paths, contenders)
    print("\n".join(instructions.table(result)))
    print(json.dumps(result))
    print(f"{time.monotonic() - start:.0f} s", file=sys.stderr)


try:
    main()
except (BenchmarkError, KeyboardInterrupt) as error:
    sys.exit(f"error: {error}" if str(error) else "stopped")
