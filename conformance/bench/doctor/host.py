"""What this host brings along: versions, tools, the command lines of controls, and whether the device is free."""

import importlib.metadata
import platform
import shlex
import shutil
from collections.abc import Iterator

from conformance.bench.bench import Bench
from conformance.bench.doctor.row import Row, Whose, fault, note, ok, told_by
from conformance.bench.link_url import LinkUrl
from conformance.bench.wall_bench import OPERATOR, WallBench
from conformance.errors import BenchError
from conformance.transport.base import Medium
from conformance.transport.device import users_of

PACKAGES = ("goldenbench", "pytest", "pyserial")
TOOLS = {"tshark": "shows captures on the command line", "wireshark": "shows captures in a window"}
"""Programs that no run needs, and what they are good for."""


def versions() -> Iterator[Row]:
    known = [f"Python {platform.python_version()} on {platform.system()}"]
    known += [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    found = {name: shutil.which(name) for name in TOOLS}
    known += [f"{name} at {path}" for name, path in found.items() if path is not None]
    yield ok("versions", ", ".join(known))
    if not any(found.values()):
        missing = ", ".join(f"{name} ({use})" for name, use in TOOLS.items())
        yield note("tools", f"not installed: {missing}", "no run needs them; install one to look at captures")


def controls(bench: Bench) -> Iterator[Row]:
    """Whether the programs of the controls are there; none is run, as they act on the device."""
    for name, how in bench.file.dut.control.items():
        check = f"control {name}"
        if how == OPERATOR:
            yield note(check, "a person does it", "run on a terminal, or cases that need it are not run")
            continue
        try:
            program = (shlex.split(how.removeprefix("cmd ")) or [""])[0]
        except ValueError as error:
            yield fault(check, "control-unusable", Whose.BENCH, f"{how!r}: {error}", "mend its quotes")
            continue
        path = shutil.which(program)
        if path is None:
            remedy = "install it, or correct its path; no shell runs it: for pipes and $NAME write cmd sh -c '…'"
            yield fault(check, "control-missing", Whose.BENCH, f"there is no program {program!r} to run", remedy)
        else:
            yield ok(check, f"{path} is there; it was not run")


def lock(bench: WallBench) -> Row:
    """Take the device for ourselves, as a run does."""
    try:
        bench.lock()
    except BenchError as held:
        users = [user for one in bench.locks for user in users_of(str(one.path))]
        row = told_by("lock", "in-use", Whose.BENCH, held)
        return (
            row
            if not users
            else fault("lock", "in-use", Whose.BENCH, f"{held.found}: {', '.join(dict.fromkeys(users))}", held.remedy)
        )
    return ok("lock", "no other run on this host uses the device")


def other_users(bench: Bench, link: LinkUrl) -> Row | None:
    """Programs that have a serial device open without locking it, and take octets away."""
    if not isinstance(bench, WallBench) or link.scheme != "serial":
        return None
    if bench.transport_to(link).medium is not Medium.SERIAL:
        return None  # a pseudo-terminal is held by whoever made it
    users = users_of(link.device)
    if not users:
        return None
    found = f"nothing is answered, and {link.device} is open in {', '.join(users)} too"
    return fault("port", "device-busy", Whose.BENCH, found, "close that: it takes octets away", link=link.text)
