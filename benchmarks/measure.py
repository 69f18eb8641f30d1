"""How operations a second are measured: many short rounds, the best one counts, on one pinned CPU."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Mapping

ROUND_S = 0.25


def pin(cpu: int = 0) -> None:
    """Stay on one CPU, where the host lets us choose."""
    with contextlib.suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {cpu})


def peak_memory_mib() -> float:
    """The most memory that this process has had, on Linux; `ru_maxrss` would count what started it, too."""
    with open("/proc/self/status", encoding="utf-8") as status:
        (line,) = (line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def rate(operation: Callable[[], object]) -> float:
    """Operations a second in one round."""
    batch, done = 16, 0
    started = time.perf_counter()
    while (elapsed := time.perf_counter() - started) < ROUND_S:
        for _ in range(batch):
            operation()
        done += batch
    return done / elapsed


def answer_requests(operations: Mapping[str, Callable[[], object]]) -> None:
    """Measure, a round at a time, whatever row is named on standard input; for peers in their own interpreter."""
    pin()
    for line in sys.stdin:
        print(json.dumps(rate(operations[line.rstrip("\n")])), flush=True)
