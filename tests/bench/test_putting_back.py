"""A process that is killed in the middle of a case puts nothing back; the next sitting does, from the journal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.bench.putting_back import descriptor_of
from conformance.clock import NANOSECONDS, seconds_to_ns
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import INTEGER, OCTET_STRING
from conformance.evidence.journal import read_events
from conformance.steps import Step
from conformance.testcase import Effects
from conformance.tester.association import Association
from conformance.tester.dut_clock import CLOCK_TIME, DutClock
from golden_units.electricity_meter import ElectricityMeter
from reports.attempt import read_attempt
from tests.bench.cases import made_up
from tests.bench.lasting_bench import LastingBench, session_on

WRITABLE = AttributeDescriptor(1, ObisCode("0-0:96.1.1.255"), 2)
SWITCH = ObisCode("0-0:96.3.10.255")
CONTROL_STATE = AttributeDescriptor(70, SWITCH, 3)
REMOTE_DISCONNECT, REMOTE_RECONNECT = AttributeDescriptor(70, SWITCH, 1), AttributeDescriptor(70, SWITCH, 2)
ATTEMPT = Path("cases", "DLMS-TEST-001", "1")

Body = Callable[[Association, Step], None]


class Killed(BaseException):
    """Nothing of the process runs any more."""


def value(association: Association, step: Step) -> None:
    association.preserve(WRITABLE)
    association.set(WRITABLE, OCTET_STRING(b"CHANGED"))


def clock(association: Association, step: Step) -> None:
    kept = DutClock(association).preserve()
    association.set(CLOCK_TIME, kept.moved_by(seconds_to_ns(3600)))


def switch(association: Association, step: Step) -> None:
    association.preserve_by(REMOTE_RECONNECT, INTEGER(0), CONTROL_STATE)
    association.action(REMOTE_DISCONNECT, INTEGER(0))


def everything(association: Association, step: Step) -> None:
    for change in (value, clock, switch):
        change(association, step)


def killed_in(change: Body, folder: Path, meter: ElectricityMeter) -> list[str]:
    """An attempt that changes something and dies; answers what the evidence says to be changed."""

    def body(association: Association, step: Step) -> None:
        with step("Change something"):
            change(association, step)
            raise Killed

    with pytest.raises(Killed):
        session_on(LastingBench(meter), folder).run(made_up(effects=Effects.RELAY, association="writing"), body)
    _, attempt = read_attempt(folder / ATTEMPT, ATTEMPT.as_posix(), lambda _: None)
    return attempt.not_restored


def state_of(bench: LastingBench, folder: Path) -> list[Any]:
    """Value, state of the switch, and by how many minutes the clock differs from that of the bench."""
    seen: list[Any] = []

    def look(association: Association, step: Step) -> None:
        seen.extend(association.read(attribute).value for attribute in (WRITABLE, CONTROL_STATE))
        reading = DutClock(association).read()
        seen.append(round((reading.shown_ns() - reading.answered_ns) / NANOSECONDS / 60))

    session_on(bench, folder).run(made_up(association="writing"), look)
    return seen


@pytest.mark.parametrize(("change", "count"), [(value, 1), (clock, 1), (switch, 1), (everything, 3)])
def test_what_was_changed_is_as_it_was(tmp_path: Path, change: Body, count: int) -> None:
    meter = ElectricityMeter()
    before = state_of(LastingBench(meter), tmp_path / "before")
    changed = killed_in(change, tmp_path, meter)
    assert len(changed) == count
    assert state_of(LastingBench(meter), tmp_path / "between") != before
    assert session_on(LastingBench(meter), tmp_path).recovery.put_back(tmp_path / ATTEMPT, changed, 0) == []
    assert state_of(LastingBench(meter), tmp_path / "after") == before


def test_the_clock_has_gone_on_meanwhile(tmp_path: Path) -> None:
    """Ten minutes have passed between the two sittings, on the host and in the meter alike."""
    meter = ElectricityMeter()
    before = state_of(LastingBench(meter), tmp_path / "before")
    changed = killed_in(clock, tmp_path, meter)
    bench = LastingBench(meter)
    bench.clock.advance_to(seconds_to_ns(600))
    assert session_on(bench, tmp_path).recovery.put_back(tmp_path / ATTEMPT, changed, seconds_to_ns(600)) == []
    assert state_of(bench, tmp_path / "after") == before
    events = list(read_events(next(tmp_path.glob("recovery/*/journal.jsonl"))))
    (end,) = (event for event in events if event["kind"] == "restored")
    assert end["left"] == end["troubles"] == []


def test_what_cannot_be_put_back_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.bench.restoring.PAUSES", (0,))
    meter = ElectricityMeter()
    changed = killed_in(value, tmp_path, meter)
    session = session_on(LastingBench(meter), tmp_path)
    monkeypatch.setattr(Association, "set", refuse)
    assert session.recovery.put_back(tmp_path / ATTEMPT, changed, 0) == [str(WRITABLE)]


def refuse(association: Association, attribute: AttributeDescriptor, value: Any) -> Any:
    return association.action(REMOTE_RECONNECT, INTEGER(0))


@pytest.mark.parametrize("number", [1, -1, -128])
def test_attributes_are_found_by_their_names_in_a_journal(number: int) -> None:
    """Manufacturers number theirs below zero."""
    attribute = AttributeDescriptor(8192, ObisCode("1-129:199.0.0.255"), number)
    assert descriptor_of(str(attribute)) == attribute
