"""The same refresh and login with many stored sessions; rows in bytes; the purge."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from benchmarks.contenders import SERVICE, SIMPLEJWT, Bench, Contender
from benchmarks.paths import Plan, Runner, take_turns
from benchmarks.server import serve, settings
from benchmarks.services import BenchmarkError, Postgres

SIZES = (0, 100_000, 1_000_000)
PURGED_OF = 1_000_000
PLAN = Plan(rounds=3, slices=3)

TABLES = {
    SERVICE: ["tokens_session"],
    SIMPLEJWT: [
        "token_blacklist_outstandingtoken",
        "token_blacklist_blacklistedtoken",
    ],
}

# Expiry is spread evenly, so that half of the rows have expired. The rows are stored in its
# order: a token is written when it is made, and a session again when it is refreshed.
NUMBERED = """WITH people AS (
  SELECT id AS user_id, row_number() OVER () - 1 AS place, count(*) OVER () AS number
  FROM {users}
), rows AS (
  SELECT n, now() + (n / total::float - 0.5) * interval '28 days' AS expires_at
  FROM (SELECT %s::int AS total) AS one, generate_series(1, total) AS n
)"""
FROM = "FROM rows JOIN people ON place = n %% number ORDER BY n"
# Those of a browser.
SESSIONS = f"""{NUMBERED.format(users="users_user")}
INSERT INTO tokens_session
  (id, user_id, generation, user_agent, ip_address, amr, authenticated_at,
   created_at, rotated_at, last_used_at, expires_at, end_reason)
SELECT gen_random_uuid(), user_id, n %% 1000, repeat('a', 111), '192.0.2.1', 'pwd',
       expires_at - interval '14 days', expires_at - interval '14 days',
       expires_at - interval '14 days', expires_at - interval '14 days', expires_at, ''
{FROM}"""
# As SimpleJWT stores them: a text as long as its tokens are, and 32 digits.
OUTSTANDING = f"""{NUMBERED.format(users="auth_user")}
INSERT INTO token_blacklist_outstandingtoken
  (user_id, jti, token, created_at, expires_at)
SELECT user_id, replace(gen_random_uuid()::text, '-', ''),
       rpad(md5(n::text) || md5((-n)::text), (SELECT length(token)
         FROM token_blacklist_outstandingtoken LIMIT 1), md5(random()::text)),
       expires_at - interval '14 days', expires_at
{FROM}"""
# Nine tokens of ten were rotated or logged out.
BLACKLISTED = """INSERT INTO token_blacklist_blacklistedtoken (token_id, blacklisted_at)
SELECT id, now() FROM token_blacklist_outstandingtoken WHERE id %% 10 <> %s"""


def fill(postgres: Postgres, contender: Contender, database: str, rows: int) -> None:
    """Store so many sessions, or tokens; half of them have expired."""
    # No foreign key is looked up: that would take longer than to write the rows.
    role = f"ALTER DATABASE {database}" + " {} session_replication_role {}"
    postgres.query(role.format("SET", "= replica"))
    if contender is SERVICE:
        postgres.query(SESSIONS, rows, database=database)
    else:
        postgres.query(OUTSTANDING, rows, database=database)
        postgres.query(BLACKLISTED, 0, database=database)
    postgres.query(role.format("RESET", ""))
    postgres.query("VACUUM ANALYZE", database=database)


def sizes(postgres: Postgres, contender: Contender, database: str) -> dict[str, Any]:
    """Return the rows, and the bytes per row of the heap and of each index."""
    found: dict[str, Any] = {}
    for table in TABLES[contender]:
        ((rows, heap),) = postgres.query(
            f"SELECT count(*), pg_relation_size('{table}') FROM {table}",
            database=database,
        )
        indexes = postgres.query(
            "SELECT indexrelid::regclass::text, pg_relation_size(indexrelid)"
            " FROM pg_index WHERE indrelid = %s::regclass ORDER BY 1",
            table,
            database=database,
        )
        found[table] = {
            "rows": rows,
            "heap": heap / rows,
            "indexes": {name: size / rows for name, size in indexes},
        }
    return found


@contextmanager
def filled(
    bench: Bench, contender: Contender, template: str, rows: int
) -> Iterator[str]:
    with bench.postgres.database(template) as database:
        if rows:
            fill(bench.postgres, contender, database, rows)
        yield database


def measure(
    bench: Bench, say: Callable[[str], None], plan: Plan = PLAN
) -> dict[str, Any]:
    """Return the rounds of refresh and login for each number of stored rows."""
    result: dict[str, Any] = {"paths": {"refresh": {}, "login": {}}, "sizes": {}}
    with ExitStack() as stack:
        runners: dict[str, Runner] = {}
        chosen: dict[str, str] = {}
        for contender in (SERVICE, SIMPLEJWT):
            base = stack.enter_context(bench.database(contender))
            for rows in SIZES:
                say(f"{contender.name} with {rows:,} rows")
                database = stack.enter_context(filled(bench, contender, base, rows))
                if rows == max(SIZES):
                    result["sizes"] |= sizes(bench.postgres, contender, database)
                # The service comes first.
                chosen = chosen or settings(bench, base)
                server = stack.enter_context(serve(bench, contender, database, chosen))
                key = f"{contender.name} {rows}"
                runners[key] = Runner(bench, contender, server)
        for path, found in result["paths"].items():
            say(path)
            found.update(take_turns(runners, path, plan))
    return result


def timed(
    bench: Bench, contender: Contender, database: str, command: str
) -> dict[str, float]:
    """Run a command of manage.py; return its seconds, its CPU and its peak memory."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(bench.python), "manage.py", command],
        cwd=bench.project(contender),
        env=bench.environment(contender, database),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchmarkError(f"{command} failed:\n{said.decode()[-2000:]}")
    return {
        "seconds": time.perf_counter() - start,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
    }


def purge(bench: Bench, say: Callable[[str], None]) -> dict[str, Any]:
    """Return what it costs to remove the expired half of a million rows."""
    commands = {SERVICE: "clear_expired_sessions", SIMPLEJWT: "flushexpiredtokens"}
    result: dict[str, Any] = {}
    for contender, command in commands.items():
        say(command)
        with bench.database(contender) as database:
            fill(bench.postgres, contender, database, PURGED_OF)
            table = TABLES[contender][0]
            count = f"SELECT count(*) FROM {table}"
            ((before,),) = bench.postgres.query(count, database=database)
            found = timed(bench, contender, database, command)
            ((after,),) = bench.postgres.query(count, database=database)
            result[contender.name] = found | {"removed": before - after}
    return result
