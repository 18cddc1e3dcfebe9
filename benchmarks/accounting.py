"""What the operating system says about processes, and figures about several rounds."""

import os
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def _stat(pid: int) -> list[str]:
    """Return the fields after the name, which may contain spaces; none if it has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def children(pid: int) -> list[int]:
    found = []
    for path in PROC.iterdir():
        if path.name.isdecimal():
            fields = _stat(int(path.name))
            if fields and int(fields[1]) == pid:
                found.append(int(path.name))
    return found


def tree(pid: int) -> list[int]:
    """Return a process and its descendants."""
    found = [pid]
    for parent in found:
        found += children(parent)
    return found


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and its descendants, also of those that ended."""
    ticks = 0
    for member in tree(pid):
        # utime, stime, and the same of children that were waited for.
        ticks += sum(int(field) for field in _stat(member)[11:15])
    return ticks / TICKS


def precise_cpu_seconds(pids: Iterable[int]) -> dict[int, float]:
    """Return the CPU time of processes with one thread each, to the nanosecond."""
    found = {}
    for pid in pids:
        try:
            nanoseconds = (PROC / str(pid) / "schedstat").read_text().split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
        found[pid] = int(nanoseconds) / 1e9
    return found


def memory_mb(pid: int) -> dict[str, float]:
    """Return the memory of a process; of a shared page, `pss` has the process's share."""
    found = {}
    for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        name, *value = line.split()
        if name in ("Rss:", "Pss:"):
            found[name[:3].lower()] = int(value[0]) / 1024
    return found


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def spread(values: Iterable[float | None]) -> tuple[float, float, float] | None:
    """Return minimum, median and maximum of the rounds that were not dropped."""
    kept = [value for value in values if value is not None]
    if not kept:
        return None
    return min(kept), statistics.median(kept), max(kept)


def ratios(
    values: Sequence[float | None], reference: Sequence[float | None]
) -> list[float | None]:
    """Return each round's ratio to the same round of the reference."""
    return [
        value / other if value is not None and other else None
        for value, other in zip(values, reference, strict=True)
    ]
