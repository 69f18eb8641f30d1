"""What a test case says about itself, and the identity it has.

Identity is the case id, never the place in a file; the content hash of the file
tells whether two reports speak of the same case.
"""

import hashlib
import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any, TypeVar

from conformance.errors import MendableError
from conformance.tester.dut import KINDS

F = TypeVar("F", bound=Callable[..., None])

ROLES = (
    "electricity_meter",
    "gas_meter",
    "communications_hub",
    "in_home_display",
    "load_control",
    "bridging_device",
    "prepayment_terminal",
    "head_end",
    "certification_authority",
)

CONTROLS = ("power_cycle", "reset", "wake", "press", "read_display")
"""What a bench can offer to make a DUT act."""

INSTANCES = ("", "attributes")
"""What a case may be run for, one by one: nothing, or every attribute that an association lists."""

SUITES = ("dlms", "zb", "wan", "sec", "iop")
"""First parts of case ids, as bench files choose them."""

_ID = re.compile(rf"({'|'.join(SUITES).upper()})-[A-Z0-9]+(-[A-Z0-9]+)*-\d{{3}}")

ALLOWED_IDS = (
    f"{', '.join(SUITES[:-1]).upper()} or {SUITES[-1].upper()}, then a name in capital letters and digits, "
    "then three digits, joined by hyphens"
)
"""What `_ID` wants, in words."""


class Effects(IntEnum):
    """What a case may leave behind, in the order in which cases run."""

    NONE = 0
    WRITES = 1
    CLOCK = 2
    ERASES = 3
    RELAY = 4
    LOCKOUT = 5
    KEYS = 6
    FIRMWARE = 7
    POWER = 8

    @property
    def word(self) -> str:
        return self.name.lower()


class Start(StrEnum):
    """The state from which a case starts; the bench moves the DUT there."""

    DISCONNECTED = "disconnected"
    LINKED = "linked"
    ASSOCIATED = "associated"


@dataclass(frozen=True, slots=True)
class TestCase:
    """The published facts of a case."""

    __test__ = False  # not a class of tests, whatever pytest thinks of its name

    id: str
    version: int
    purpose: str
    dut: tuple[str, ...]
    starts: Start
    effects: Effects
    covers: tuple[str, ...]
    requires: str
    controls: tuple[str, ...]
    association: str
    instances: str
    title: str
    file: Path
    function: str
    parameters: tuple[str, ...]
    beside: bool = False
    """True if it needs a second client of the same logical device."""

    @property
    def content_hash(self) -> str:
        """SHA-256 of the file with LF newlines."""
        return hashlib.sha256(self.file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()

    @property
    def suite(self) -> str:
        """One of `SUITES`: the first part of the id in lower case."""
        return self.id.partition("-")[0].lower()


def testcase(
    case_id: str,
    *,
    version: int,
    purpose: str,
    dut: Sequence[str],
    starts: str,
    effects: str = "none",
    covers: Sequence[str],
    requires: str = "",
    controls: Sequence[str] = (),
    association: str = "any",
    instances: str = "",
    beside: bool = False,
) -> Callable[[F], F]:
    """Publish a function as a test case.

    `dut` names the roles it is for, `covers` the rules it judges, `requires` the
    PICS items it needs, `controls` what the bench must be able to do to the DUT,
    and `association` which of the bench's associations it uses, `beside` that it
    also needs a second client of that logical device. With `instances` it is run
    for each attribute that the DUT lists, on the association that lists it.
    """

    def publish(function: F) -> F:
        where = f"{inspect.getfile(function)}, {function.__name__}"
        if not _ID.fullmatch(case_id):
            raise MendableError(
                f"{where}: case id {case_id!r}", f"an id like DLMS-ACME-001: {ALLOWED_IDS}", "correct it"
            )
        _check(where, "role", dut, ROLES)
        _check(where, "start state", [starts], [str(state) for state in Start])
        _check(where, "effects", [effects], [effect.word for effect in Effects])
        _check(where, "association", [association], KINDS)
        _check(where, "control", controls, CONTROLS)
        _check(where, "instances", [instances], INSTANCES)
        module = inspect.getmodule(function)
        title = (module.__doc__ or "").strip().partition("\n")[0]
        if not title:
            raise MendableError(f"{where} has no title", "a module docstring, whose first line it is", "write one")
        if not covers:
            raise MendableError(f"{where} covers no rule", "at least one that it can fail", "name it in `covers`")
        facts = TestCase(
            id=case_id,
            version=version,
            purpose=purpose,
            dut=tuple(dut),
            starts=Start(starts),
            effects=Effects[effects.upper()],
            covers=tuple(covers),
            requires=requires,
            controls=tuple(controls),
            association=association,
            instances=instances,
            title=title,
            file=Path(inspect.getfile(function)),
            function=function.__name__,
            parameters=tuple(inspect.signature(function).parameters),
            beside=beside,
        )
        function.__testcase__ = facts  # type: ignore[attr-defined]
        return function

    return publish


def _check(where: str, what: str, found: Sequence[str], known: Sequence[str]) -> None:
    for name in found:
        if name not in known:
            raise MendableError(f"{where}: {what} {name!r}", f"one of {', '.join(known)}", "correct it")


testcase.__test__ = False  # type: ignore[attr-defined]


def facts_of(function: Any) -> TestCase | None:
    """The facts of a published case, None for any other function."""
    facts = getattr(function, "__testcase__", None)
    return facts if isinstance(facts, TestCase) else None
