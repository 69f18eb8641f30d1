"""Processes that tests start and end: a golden meter on real links, and our own command."""

import contextlib
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

GOLDENBENCH = (sys.executable, "-m", "conformance.cli")
STOP_TIMEOUT_S = 20

# A shell without job control has what it starts in the background ignore the one, nohup the other: and all that is
# started from there.
for ignored, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(ignored) is signal.SIG_IGN:
        signal.signal(ignored, usual)


@contextlib.contextmanager
def golden_meter(*listen: str, defect: str = "", config: Path | None = None) -> Iterator[list[str]]:
    """A golden electricity meter in another process; yields the URLs on which it says to listen."""
    command = [*GOLDENBENCH, "golden", "electricity-meter"]
    command += [argument for url in listen for argument in ("--listen", url)]
    command += ["--defect", defect] if defect else []
    command += ["--config", str(config)] if config else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    try:
        yield [_url(process.stdout.readline()) for _ in listen]
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(STOP_TIMEOUT_S)
        finally:
            process.kill()
            process.stdout.close()
        assert code == 0, f"the golden meter ended with {code}"


def _url(line: str) -> str:
    found = re.fullmatch(r"listening on (\S+)\n", line)
    assert found, f"unexpected output of the golden meter: {line!r}"
    return found[1]


def goldenbench(*arguments: str, cwd: Path | None = None, timeout_s: float = 300) -> "subprocess.CompletedProcess[str]":
    """Run our command to its end."""
    return subprocess.run(
        [*GOLDENBENCH, *arguments], capture_output=True, text=True, timeout=timeout_s, cwd=cwd, check=False
    )
