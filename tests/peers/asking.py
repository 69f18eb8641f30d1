"""Asks a meter by a client that nobody here wrote, in a process of its own; see plan.py."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.peers.environments import interpreter

HERE = Path(__file__).parent

SCRIPTS = {"gurux-dlms": "ask_with_gurux.py", "dlms-cosem": "ask_with_dlms_cosem.py"}
"""By peer, as environments.py names them."""

MANAGEMENT, PASSWORD = "48", "12345678"
"""The client that may write, as docs/golden_meter.md has it."""


class Answers(NamedTuple):
    answers: list[Any]
    counted: dict[str, int]


def reached(url: str) -> list[str]:
    """How a script is told to reach what listens on a URL."""
    parts = urlsplit(url.removeprefix("hdlc+"))
    if parts.scheme == "serial":
        return ["hdlc-serial", parts.path]
    return ["hdlc-tcp" if url.startswith("hdlc+") else "tcp", str(parts.hostname), str(parts.port)]


def run_script(peer: str, script: str, arguments: list[str], given: str = "") -> Any:
    """What the last line of a script's output says."""
    command = [str(interpreter(peer)), str(HERE / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, input=given)
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def ask_with(
    peer: str, link: list[str], *plan: Sequence[Any], pdu_size: int = 0xFFFF, password: str = PASSWORD
) -> Answers:
    """What a peer is answered between opening and release, as the client that may write."""
    whole: list[Sequence[Any]] = [["open"], *plan, ["release"], ["close"]]
    found = run_script(peer, SCRIPTS[peer], [*link, MANAGEMENT, str(pdu_size), password], json.dumps(whole))
    first, *answers, released, closed = found["answers"]
    assert [first, released, closed] == ["accepted", "released", "closed"]
    return Answers(answers, found["counted"])


def opened_with(peer: str, link: list[str], password: str) -> str:
    """What a peer is answered to its AARQ, in its own words."""
    arguments = [*link, MANAGEMENT, "65535", password]
    (answer,) = run_script(peer, SCRIPTS[peer], arguments, json.dumps([["open"]]))["answers"]
    return str(answer)
