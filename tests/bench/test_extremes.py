"""Devices beyond all measure: bounded, explained, and with their evidence kept."""

import time
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from conformance.clock import NANOSECONDS
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    ARRAY,
    DOUBLE_LONG_UNSIGNED,
    OCTET_STRING,
    UNSIGNED,
    Data,
    composite_type,
    structure,
)
from conformance.dlms.interface_classes.data import DATA_CLASS
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, constant
from golden_units.cosem.server import Parts
from golden_units.defects.models import Model, rewritten
from golden_units.electricity_meter import ElectricityMeter
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState
from golden_units.unit import Output
from tests.hdlc.attempts import Attempts
from tests.hdlc.attempts import attempts as attempts

EVENT_LOG = "0-0:99.98.0.255"
BOUND_S = 120
"""Far above what any of them takes; what has no bound takes for ever."""


def modelled(model: Model) -> Any:
    return lambda: ElectricityMeter(model=model)


def run(attempts: Attempts, case_id: str, model: Model, **options: Any) -> dict[str, Any]:
    started = time.monotonic()
    result = attempts.run(case_id, modelled(model), **options)
    assert time.monotonic() - started < BOUND_S
    assert (result["directory"] / "cases").is_dir()
    return result


def rows(count: int) -> Data:
    row = structure(OCTET_STRING(bytes(12)), UNSIGNED(1))
    return Data(composite_type(ARRAY, [row.type] * count), [row.value] * count)


def test_a_million_rows_are_not_read_when_the_device_says_how_many_there_are(attempts: Attempts) -> None:
    result = run(attempts, "DLMS-OBJ-016", rewritten(EVENT_LOG, 7, lambda _: DOUBLE_LONG_UNSIGNED(1_000_000)))
    assert result["verdict"] == "INCONCLUSIVE"
    assert "1000000 rows" in result["reason"]


def test_a_million_rows_that_nobody_announced_end_at_the_limit(attempts: Attempts) -> None:
    million = rows(1_000_000)
    result = run(attempts, "DLMS-OBJ-016", rewritten(EVENT_LOG, 2, lambda _: million), link="golden")
    assert result["verdict"] == "INCONCLUSIVE"
    assert "more than 4194304 octets" in result["reason"]


def many_objects(state: MeterState) -> list[Instance]:
    """Ten thousand Data objects beside those that every golden meter has."""
    value = constant(UNSIGNED(7))
    names = (
        ObisCode(bytes((1, 0, 128 + number // 65_536, number // 256 % 256, number % 256, 255)))
        for number in range(10_000)
    )
    return [*objects(state), *(Instance(DATA_CLASS, name, {2: value}) for name in names)]


@pytest.mark.parametrize("case_id", ["DLMS-OBJ-002", "DLMS-OBJ-003", "DLMS-OBJ-013", "DLMS-ATTR-001"])
def test_ten_thousand_objects(attempts: Attempts, case_id: str) -> None:
    result = run(attempts, case_id, many_objects, link="golden")
    assert result["verdict"] == "PASS", result["reason"]


class Deep(AssociationServer):
    """Answers every GET of an event log with arrays of one array each, a thousand times."""

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        answer = super().serve(apdu, now)
        if answer is None or bytes(ObisCode(EVENT_LOG)) not in apdu:
            return answer
        return answer[:4] + b"\x01\x01" * 1000 + b"\x11\x01"


def test_a_thousand_levels_of_nesting(attempts: Attempts) -> None:
    result = attempts.run("DLMS-OBJ-016", lambda: ElectricityMeter(parts=Parts(association_server=Deep)))
    assert result["verdict"] == "FAIL"
    assert "levels of nesting" in result["reason"]


class Dripping:
    """A golden meter that says an octet a second."""

    role = "electricity_meter"

    def __init__(self) -> None:
        self._meter = ElectricityMeter()
        self._waiting: deque[Output] = deque()
        self._due: int | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._meter, name)

    def receive(self, port: str, octets: bytes, now: int) -> list[Output]:
        for name, answer in self._meter.receive(port, octets, now):
            self._waiting += [(name, bytes((octet,))) for octet in answer or b""]
        self._due = self._due or (now + NANOSECONDS if self._waiting else None)
        return []

    def next_deadline(self) -> int | None:
        return self._due

    def tick(self, now: int) -> list[Output]:
        said = [self._waiting.popleft()]
        self._due = now + NANOSECONDS if self._waiting else None
        return said


@pytest.mark.parametrize(("link", "verdict"), [("golden", "PASS"), ("hdlc+golden", "INCONCLUSIVE")])
@pytest.mark.parametrize("case_id", ["DLMS-GET-001", "DLMS-GET-003", "DLMS-OBJ-002"])
def test_an_octet_a_second(attempts: Attempts, case_id: str, link: str, verdict: str) -> None:
    """Every octet is a sign of life; the whole has to end all the same, and the report says what came.

    Within an HDLC frame a second is longer than any pause that the standard allows.
    """
    result = attempts.run(case_id, Dripping, link=link)
    assert result["duration_s"] < 3600
    assert result["verdict"] in (verdict, "INCONCLUSIVE"), result["reason"]
    assert result["verdict"] == "PASS" or "octets" in result["reason"]


def test_evidence_of_a_long_answer_is_whole(attempts: Attempts, tmp_path: Path) -> None:
    result = run(attempts, "DLMS-OBJ-016", rewritten(EVENT_LOG, 2, lambda _: rows(20_000)), link="golden")
    journal = next(result["directory"].glob("cases/*/1/journal.jsonl")).read_text(encoding="utf-8")
    assert journal.splitlines()[-1].startswith("{")
    assert journal.count('"verdict"') >= 1
