"""A load profile of 90 days, 4,320 rows, read from the golden meter over loopback TCP: whole processes side by side.

    python -m benchmarks.load_profile

Ours records what crosses the wire and decodes it for the report while it reads; a peer that fails is named.
"""

import subprocess
import sys
import time
from urllib.parse import urlsplit

from tests.peers.environments import interpreter
from tests.processes import golden_meter

ROUNDS = 3
ROWS = 4320


def measured(command: list[str]) -> tuple[float, str]:
    """Seconds of wall time of one process from start to end, and the last line that it printed."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).splitlines() or ["nothing"]
    return time.perf_counter() - started, next((line for line in lines if " rows, " in line), lines[-1])


def main() -> None:
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        place = urlsplit(url)
        address = [str(place.hostname), str(place.port)]
        commands = {
            "goldenbench, with evidence": [sys.executable, "-m", "benchmarks.load_profile_here", url],
            "dlms-cosem": [str(interpreter("dlms-cosem")), "benchmarks/load_profile_in_dlms_cosem.py", *address],
        }
        for name, command in commands.items():
            rounds = [measured(command) for _ in range(ROUNDS)]
            seconds, said = min(rounds)
            print(f"{name:28} {seconds:6.2f} s   {said if said.startswith(f'{ROWS} rows') else f'FAILED: {said}'}")


if __name__ == "__main__":
    main()
