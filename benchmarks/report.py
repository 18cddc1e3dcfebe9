"""The results as tables in Markdown, as JSON and as a plot, in docs/performance.*."""

import json
import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.accounting import ratios, spread
from benchmarks.contenders import CONTENDERS, ROOT, SERVICE, SIMPLEJWT, Bench

PAGE = ROOT / "docs" / "performance.md"
DATA = PAGE.with_suffix(".json")
TITLES = {one.name: one.title for one in CONTENDERS}
WORDS = {
    "get": "GET of `users/me/`, authenticated",
    "login": "Login",
    "refresh": "Refresh, with rotation",
    "logout": "Logout",
}
VERSIONS = (
    "django",
    "djangorestframework",
    "djangorestframework-simplejwt",
    "pyjwt",
    "psycopg",
    "gunicorn",
    "django-rest-knox",
    "django-ninja-jwt",
    "django-jwt-allauth",
)


def machine(bench: Bench) -> dict[str, Any]:
    """Describe what the figures depend on; nothing that names the machine."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal: +(\d+)", Path("/proc/meminfo").read_text())
    command = ["pip", "list", "--format", "json", "--python", str(bench.python)]
    installed = {one["name"]: one["version"] for one in json.loads(bench.uv(*command))}
    for folder in bench.extras.glob("*/*.dist-info"):
        name, _, version = folder.name.removesuffix(".dist-info").partition("-")
        installed[name.replace("_", "-").lower()] = version
    postgres = bench.postgres.query("SHOW server_version")[0][0].split()[0]
    return {
        "cpu": cpu[1] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(int(memory[1]) / 2**20) if memory else None,
        "kernel": platform.release().split("-")[0],
        "python": platform.python_version(),
        "postgresql": postgres,
        "packages": {name: installed[name] for name in VERSIONS if name in installed},
    }


def number(value: float | None) -> str:
    """Return three significant digits, and whole numbers in full."""
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def triple(values: Iterable[float | None]) -> str:
    found = spread(values)
    return " / ".join(map(number, found)) if found else "no round"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    return [lines[0], "|---" * len(head) + "|", *lines[1:], ""]


def column(rounds: Sequence[dict[str, Any] | None], name: str) -> list[float | None]:
    return [one[name] if one else None for one in rounds]


def cpu_ratios(found: dict[str, Any], name: str) -> list[float | None]:
    reference = column(found[SIMPLEJWT.name], "server_cpu_ms")
    return ratios(column(found[name], "server_cpu_ms"), reference)


def paths_section(result: dict[str, Any]) -> list[str]:
    lines = []
    for path, found in result["paths"].items():
        rows = []
        for name, rounds in found.items():
            queries = result["queries"].get(name, {}).get(path)
            reference = column(found[SIMPLEJWT.name], "database_cpu_ms")
            database = column(rounds, "database_cpu_ms")
            rows.append(
                [
                    TITLES[name],
                    triple(cpu_ratios(found, name)),
                    triple(column(rounds, "server_cpu_ms")),
                    triple(ratios(database, reference)),
                    triple(database),
                    triple(column(rounds, "requests_per_second")),
                    triple(column(rounds, "p50_ms")),
                    triple(column(rounds, "p99_ms")),
                    str(len(queries)) if queries is not None else "",
                    f"{len(rounds)} ({rounds.count(None)})",
                ]
            )
        head = "server CPU, ratio|server CPU, ms|database CPU, ratio|database CPU, ms"
        head += "|requests/s|median, ms|99th percentile, ms|statements|rounds (dropped)"
        lines += [f"**{WORDS[path]}**", "", *table(["", *head.split("|")], rows)]
    rows = [
        [
            TITLES[name],
            number(memory["pss"]),
            number(memory["rss"]),
            number(result["imports"][name]["ms"]),
            str(result["imports"][name]["modules"]),
        ]
        for name, memory in result["memory"].items()
    ]
    head = "memory per worker, PSS, MB|RSS, MB|imports, ms|modules"
    chosen = ", ".join(f"{key} {value}" for key, value in result["gunicorn"].items())
    plan = result["plan"]
    return [
        *lines,
        *table(["", *head.split("|")], rows),
        f"gunicorn: {chosen}. {plan['connections']} connections; load: {result['load']}.",
        "",
    ]


def growth_section(result: dict[str, Any]) -> list[str]:
    keys = list(result["paths"]["refresh"])
    rows = []
    for key in keys:
        name, stored = key.split()
        figures = [
            triple(column(result["paths"][path][key], kind))
            for path in ("refresh", "login")
            for kind in ("server_cpu_ms", "database_cpu_ms")
        ]
        rows.append([TITLES[name], f"{int(stored):,}", *figures])
    head = "stored|refresh: server CPU, ms|database CPU, ms"
    head += "|login: server CPU, ms|database CPU, ms"
    lines = table(["", *head.split("|")], rows)
    rows = [
        [
            f"`{name}`",
            f"{found['rows']:,}",
            number(found["heap"]),
            number(sum(found["indexes"].values())),
            ", ".join(
                f"{index} {number(size)}" for index, size in found["indexes"].items()
            ),
        ]
        for name, found in result["sizes"].items()
    ]
    head = "rows|heap, bytes per row|indexes, bytes per row|each index"
    return [*lines, *table(["table", *head.split("|")], rows)]


def purge_section(result: dict[str, Any]) -> list[str]:
    rows = [
        [
            TITLES[name],
            f"{found['removed']:,}",
            *(number(found[key]) for key in ("seconds", "cpu_seconds", "peak_mb")),
        ]
        for name, found in result.items()
        if name in TITLES
    ]
    return table(["", "removed", "seconds", "CPU seconds", "peak memory, MB"], rows)


def instructions_section(result: dict[str, Any]) -> list[str]:
    counts, times = result.get("instructions", {}), result["cpu_ms"]
    rows = []
    for path in next(iter(times.values())):
        row = [WORDS[path]]
        for values, scale in ((counts, 1e6), (times, 1)):
            found = [values.get(name, {}).get(path) for name in times]
            row += [number(one / scale) if one else "" for one in found]
            if len(found) == 2:
                row.append(number(found[0] / found[1]) if all(found) else "")
        rows.append(row)
    head = [""]
    for what in ("million instructions", "CPU ms"):
        head += [f"{TITLES[name]}: {what}" for name in times]
        head += ["ratio"] if len(times) == 2 else []
    skipped = result.get("skipped")
    return [*table(head, rows), *([f"Skipped: {skipped}.", ""] if skipped else [])]


def generation_section(result: dict[str, Any]) -> list[str]:
    rows = [
        ["Rendering, without the set-up", triple(result["render"]["seconds"])],
        ["CPU seconds of it", triple(result["render"]["cpu_seconds"])],
        [
            "CPU seconds of Cookiecutter's start, which are among them",
            triple(result["render"]["start_cpu_seconds"]),
        ],
    ]
    for key, seconds in result["first_200"].items():
        rows.append([f"To the first authenticated 200: {key}", triple(seconds)])
    return table(["", "seconds"], rows)


SECTIONS = {
    "paths": ("Behind gunicorn", paths_section),
    "instructions": ("Inside the process", instructions_section),
    "growth": ("With many stored sessions", growth_section),
    "purge": ("Removing the expired half of a million", purge_section),
    "generation": ("From the template to the first answer", generation_section),
}


def markdown(results: dict[str, Any]) -> list[str]:
    one = results["machine"]
    packages = ", ".join(
        f"{name} {version}" for name, version in one["packages"].items()
    )
    lines = [
        f"{one['cores']} cores ({one['cpu']}), {one['memory_gib']} GiB, Linux"
        f" {one['kernel']}, Python {one['python']}, PostgreSQL {one['postgresql']};"
        f" {packages}.",
        "",
        "Minimum / median / maximum of the rounds; a ratio is that of the same round to"
        " plain SimpleJWT.",
        "",
    ]
    for part, (title, section) in SECTIONS.items():
        if part in results:
            measured = results[part].get("measured", "")
            lines += [f"### {title}", ""]
            lines += section(results[part])
            if measured:
                took = number(results[part]["took_seconds"] / 60)
                lines += [f"Measured on {measured}, in {took} minutes.", ""]
    return lines


def at_ten_million(results: dict[str, Any]) -> list[str]:
    """Return what ten million users need, computed from what was measured."""
    growth, get = results["growth"], results["paths"]["paths"]["get"][SERVICE.name]
    sessions = growth["sizes"]["tokens_session"]
    heap, indexes = sessions["heap"], sum(sessions["indexes"].values())
    rows = 20_000_000
    gib = 2**30

    def median(rounds: Sequence[dict[str, Any] | None]) -> float:
        found = spread(column(rounds, "database_cpu_ms"))
        return found[1] if found else 0.0

    stored = [key for key in growth["paths"]["refresh"] if key.startswith(SERVICE.name)]
    most = max(stored, key=lambda key: int(key.split()[1]))
    write = median(growth["paths"]["refresh"][most])
    read = median(get)
    lines = table(
        ["20,000,000 sessions, two for each user", "GiB"],
        [
            ["rows", number(rows * heap / gib)],
            ["indexes", number(rows * indexes / gib)],
        ],
    )
    table_rows = []
    for minutes in (5, 10, 60):
        refreshes = 1_000_000 / (minutes * 60)
        table_rows.append(
            [f"{minutes} min", number(refreshes), number(refreshes * write / 1_000)]
        )
    head = ["access token's lifetime", "refreshes/s", "cores of PostgreSQL for them"]
    lines += table(head, table_rows)
    table_rows = [
        [f"{seconds} s", number(1_000_000 / seconds), number(read * 1_000 / seconds)]
        for seconds in (60, 10)
    ]
    head = ["a request of each session every", "requests/s", "cores of PostgreSQL"]
    return lines + table(head, table_rows)


def replace(text: str, name: str, lines: Sequence[str]) -> str:
    """Replace what is between the two comments of a name."""
    pattern = rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)"
    new = "\n".join(["", *lines]).rstrip() + "\n\n"
    text, found = re.subn(
        pattern, lambda match: match[1] + new + match[2], text, flags=re.DOTALL
    )
    assert found == 1, name
    return text


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list | tuple) else value


def page(text: str, results: dict[str, Any]) -> str:
    text = replace(text, "measured", markdown(results))
    if {"growth", "paths"} <= set(results):
        text = replace(text, "ten million", at_ten_million(results))
    return text


def write(results: dict[str, Any]) -> None:
    """Replace the parts that were measured now; the others stay, if they still hold."""
    known = json.loads(DATA.read_text()) if DATA.exists() else {"machine": {}}
    old, new = known["machine"], results["machine"]
    before, now = old.get("packages", {}), new["packages"]
    # Packages of contenders that only one of the runs measured do not matter.
    if old | {"packages": before | now} == new | {"packages": now | before}:
        results["machine"] = new | {"packages": before | now}
    else:
        known = {}
    for part in SECTIONS:
        if part in results:
            results[part]["measured"] = date.today().isoformat()
    results = rounded(known | results)
    DATA.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    # Read again, because the order of the keys is that of the file.
    results = json.loads(DATA.read_text())
    PAGE.write_text(page(PAGE.read_text(), results))
    if "paths" in results:
        plot(results)


def plot(results: dict[str, Any]) -> None:
    """Draw the ratios of the server's CPU, and the refresh by the number of rows."""
    try:
        import matplotlib
    except ImportError:
        print("The plot is left out: matplotlib is not installed (group benchmarks).")
        return
    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "benchmarks"
    from matplotlib import pyplot

    panels = 2 if "growth" in results else 1
    figure, axes = pyplot.subplots(
        1, panels, figsize=(5.2 * panels, 3.8), squeeze=False, layout="constrained"
    )
    found = results["paths"]["paths"]
    bars: list[tuple[str, str, tuple[float, float, float]]] = []
    for path in sorted(found, key=list(WORDS).index):
        for name in (one.name for one in CONTENDERS):
            ratio = (
                spread(cpu_ratios(found[path], name)) if name in found[path] else None
            )
            if ratio and name != SIMPLEJWT.name:
                bars.append((path, name, ratio))
    left = axes[0][0]
    labels = [f"{path}: {name}" for path, name, _ in bars]
    medians = [ratio[1] for _, _, ratio in bars]
    errors = [
        [middle - low for _, _, (low, middle, _) in bars],
        [high - middle for _, _, (_, middle, high) in bars],
    ]
    colours = ["#2f6f9f" if name == SERVICE.name else "#b8bec6" for _, name, _ in bars]
    left.barh(labels, medians, xerr=errors, color=colours, ecolor="#444444")
    left.axvline(1, color="#444444", linewidth=1)
    left.invert_yaxis()
    left.set_xlabel("server CPU per request; plain SimpleJWT is 1")
    if panels == 2:
        right = axes[0][1]
        refresh = results["growth"]["paths"]["refresh"]
        for name, colour in ((SERVICE.name, "#2f6f9f"), (SIMPLEJWT.name, "#8a9099")):
            keys = sorted(
                (key for key in refresh if key.split()[0] == name),
                key=lambda key: int(key.split()[1]),
            )
            values = [
                spread(
                    one and one["server_cpu_ms"] + one["database_cpu_ms"]
                    for one in refresh[key]
                )
                for key in keys
            ]
            stored = [f"{int(key.split()[1]):,}" for key in keys]
            middle = [value[1] if value else float("nan") for value in values]
            right.plot(stored, middle, marker="o", color=colour, label=TITLES[name])
        right.set_ylim(bottom=0)
        right.set_xlabel("stored sessions, or tokens")
        right.set_ylabel("CPU of a refresh, ms, with PostgreSQL's")
        right.legend()
    for suffix, metadata in ((".svg", {"Date": None}), (".png", {"Software": None})):
        figure.savefig(PAGE.with_suffix(suffix), dpi=150, metadata=metadata)
