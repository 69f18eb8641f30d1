"""What a case on golden units costs beyond a bare pytest test, and what goldenbench costs where it is not used.

    python -m benchmarks.harness_overhead

CPU time of whole processes, user and system, which other work on the machine
disturbs less than the clock on the wall. The cost of one more case is that of all cases less
that of one, by their number less one, so that starting up does not count.
Targets: under 10 ms a case; --help in under 0.5 s; under 20 ms for an unrelated run.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import pin

ROUNDS, SHORT_ROUNDS = 5, 6
WANTED_CASE_S, WANTED_HELP_S, WANTED_PLUGIN_S = 0.010, 0.5, 0.020
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
WITHOUT_US = ("-p", "no:conformance.plugin")
PYCACHE = Path(tempfile.gettempdir()) / "goldenbench-pycache"
BARE_TEST = "def test_it() -> None:\n    assert [1] == [1]\n"


def timed(*command: str, cwd: Path) -> float:
    # compiled modules are kept, as on a user's machine, but not in the checkout
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(PYCACHE)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bare_tests(folder: Path, count: int) -> Path:
    """As many files as we have cases, with one test each."""
    folder.mkdir()
    for number in range(count):
        (folder / f"test_{number}.py").write_text(BARE_TEST)
    return folder


def main() -> None:
    pin()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        ours = (*PYTEST, "--pyargs", "testcases", "--bench", "golden", "--run-dir")
        timed(*ours, str(place / "first"), cwd=place)
        count = len(json.loads((place / "first" / "results.json").read_text())["cases"])
        bare, single = bare_tests(place / "bare", count), bare_tests(place / "single", 1)
        best = dict.fromkeys(("cases", "one case", "tests", "one test", "without us", "help"), float("inf"))
        for number in range(ROUNDS):
            found = {
                "cases": timed(*ours, str(place / f"all{number}"), cwd=place),
                "one case": timed(*ours, str(place / f"one{number}"), "--case", "DLMS-GET-001", cwd=place),
                "tests": timed(*PYTEST, str(bare), cwd=bare),
                "help": timed(sys.executable, "-m", "conformance.cli", "--help", cwd=place),
            }
            for _ in range(SHORT_ROUNDS):  # a difference of a few milliseconds asks for more of them
                short = {
                    "one test": timed(*PYTEST, str(single), cwd=single),
                    "without us": timed(*PYTEST, *WITHOUT_US, str(single), cwd=single),
                }
                best |= {what: min(best[what], seconds) for what, seconds in short.items()}
            best |= {what: min(best[what], seconds) for what, seconds in found.items()}
    case_s = (best["cases"] - best["one case"]) / (count - 1)
    test_s = (best["tests"] - best["one test"]) / (count - 1)
    rows = (
        (f"one of {count} cases on golden units", case_s, None),
        (f"one of {count} bare pytest tests", test_s, None),
        ("harness overhead per case", case_s - test_s, WANTED_CASE_S),
        ("the plugin in an unrelated pytest run", best["one test"] - best["without us"], WANTED_PLUGIN_S),
        ("goldenbench --help", best["help"], WANTED_HELP_S),
    )
    for what, seconds, wanted in rows:
        missed = " MISSED" if wanted is not None and seconds > wanted else ""
        print(f"{what:42} {1000 * seconds:8.1f} ms{missed}")


if __name__ == "__main__":
    main()
