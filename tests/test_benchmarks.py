"""The benchmark counts correctly, stays on this machine, and its page has its figures."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import growth, report
from benchmarks.accounting import cpu_seconds, quantile, ratios, spread
from benchmarks.contenders import SERVICE
from benchmarks.load import encode, parse_wrk
from benchmarks.services import BenchmarkError, Postgres, loopback
from benchmarks.traffic import logout, refresh
from tests.answers import ROOT
from tests.conftest import Project, Service
from tests.production import prepare

# A child works, ends and is waited for; then the process itself works.
BUSY = """
import os, sys, time
def work(seconds):
    start = time.process_time()
    while time.process_time() - start < seconds: pass
child = os.fork()
if not child:
    work(0.4)
    os._exit(0)
os.waitpid(child, 0)
work(0.4)
print("done", flush=True)
sys.stdin.read()
"""
WRK = """Running 3s test @ http://127.0.0.1:8000/api/users/me/
  1 threads and 4 connections
  Latency Distribution
     50%  812.00us
     75%    1.10ms
     90%    2.10ms
     99%    1.20s
  1234 requests in 3.01s, 0.90MB read
Requests/sec:    409.97
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_the_cpu_of_a_process_includes_that_of_its_children() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUSY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        used = cpu_seconds(process.pid)
        process.communicate()

    assert 0.78 <= used < 2


def test_quantiles_and_spreads() -> None:
    values = [float(number) for number in range(100, 0, -1)]

    assert quantile(values, 0.5) == 50
    assert quantile(values, 0.99) == 99
    assert quantile([7.0], 0.99) == 7
    assert spread([3.0, None, 1.0, 2.0]) == (1, 2, 3)
    assert spread([None]) is None


def test_a_ratio_is_that_of_the_same_round() -> None:
    assert ratios([1.0, None, 3.0, 4.0], [2.0, 2.0, None, 1.0]) == [0.5, None, None, 4]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://postgres@127.0.0.1:5432/postgres",
        "postgresql://postgres@[::1]/postgres",
        "redis://localhost:6379",
    ],
)
def test_loopback_addresses_are_accepted(url: str) -> None:
    assert loopback(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://postgres@db.example.com/postgres",
        "postgresql://postgres@192.0.2.1/postgres",
        "postgresql://postgres@0.0.0.0/postgres",
        "postgresql://postgres@127.0.0.1/postgres?host=db.example.com",
        "postgresql://postgres@127.0.0.1/postgres?hostaddr=192.0.2.1",
        "postgresql:///postgres",
        "redis://localhost.example.com:6379",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BenchmarkError, match="not a loopback address"):
        loopback(url)


@pytest.mark.parametrize("option", ["--postgres", "--redis"])
def test_the_command_refuses_another_machine(option: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", option, "redis://192.0.2.1:6379"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "192.0.2.1 is not a loopback address" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_wrk_says_is_read() -> None:
    load = parse_wrk(WRK)

    assert (load.requests, load.seconds) == (1234, 3.01)
    assert (load.p50_ms, load.p99_ms) == (0.812, 1200)
    assert load.errors == []
    assert parse_wrk(WRK + "  Non-2xx or 3xx responses: 7\n").errors


def test_a_client_refreshes_with_the_token_it_got_last() -> None:
    client = refresh("first")

    assert b'"first"' in encode(next(client), 8000)
    assert b'"second"' in encode(client.send(b'{"refresh": "second"}'), 8000)


def test_a_client_logs_out_once_with_each_token() -> None:
    requests = list(logout(["first", "second"]))

    assert [json.loads(request.body)["refresh"] for request in requests] == [
        "first",
        "second",
    ]


def test_the_page_has_the_figures_of_the_data() -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    results = json.loads(report.DATA.read_text(encoding="utf-8"))

    assert report.page(page, results) == page
    assert set(report.SECTIONS) <= set(results)


@pytest.mark.slow
def test_the_table_of_sessions_is_filled(
    bake: Callable[..., Project], service: Service, database: str
) -> None:
    """Also after a migration that adds a column."""
    prepare(service, bake(), {"DATABASE_URL": database})
    server, _, name = database.rpartition("/")
    postgres = Postgres(f"{server}/postgres")

    growth.fill(postgres, SERVICE, name, 20)

    count = "SELECT count(*), count(*) FILTER (WHERE expires_at < now())"
    rows = postgres.query(f"{count} FROM tokens_session", database=name)
    assert rows == [(20, 10)]


def test_a_part_that_is_measured_again_replaces_that_part_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, data = tmp_path / "page.md", tmp_path / "page.json"
    shutil.copy(report.PAGE, page)
    shutil.copy(report.DATA, data)
    monkeypatch.setattr(report, "PAGE", page)
    monkeypatch.setattr(report, "DATA", data)
    before = json.loads(data.read_text("utf-8"))
    # Fewer contenders have fewer packages.
    packages = {"django": before["machine"]["packages"]["django"]}
    machine = before["machine"] | {"packages": packages}

    report.write({"purge": before["purge"], "machine": machine})
    after = json.loads(data.read_text("utf-8"))
    assert after == before | {"purge": after["purge"]}

    report.write({"purge": before["purge"], "machine": machine | {"cores": 64}})
    after = json.loads(data.read_text("utf-8"))
    assert after.keys() == {"purge", "machine"}
