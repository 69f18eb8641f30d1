"""Scripts, and what runs them: clients and the schedule of the supply switch."""

import pytest

from conformance.clock import NANOSECONDS
from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import LONG_UNSIGNED, OCTET_STRING, UNSIGNED, Data, array, structure
from conformance.dlms.get import DataAccessResult
from golden_units.electricity_meter import MeterSettings
from tests.golden_units.client import Client, manager
from tests.golden_units.reader import Reader

SWITCH = ("0-0:96.3.10.255", 70)
SWITCH_SCRIPTS, TARIFF_SCRIPTS = ("0-0:10.0.106.255", 9), ("0-0:10.0.100.255", 9)
SCHEDULE, LOG = ("0-0:15.0.1.255", 22), ("0-0:99.98.0.255", 7)
DAY_S = 24 * 3600
EVERY_DAY, SECOND_OF_JANUARY = "FFFF FF FF FF", "07EA 01 02 FF"


def times(*entries: tuple[str, str]) -> Data:
    return array(*(structure(OCTET_STRING(bytes.fromhex(time)), date_of(date)) for time, date in entries))


def date_of(date: str) -> Data:
    return OCTET_STRING(bytes.fromhex(date))


def is_connected(reader: Reader) -> bool:
    return bool(reader.read(2, *SWITCH).value)


def test_scripts_move_the_switch() -> None:
    reader = Reader()
    assert reader.act(1, *SWITCH_SCRIPTS, LONG_UNSIGNED(1)) is ActionResult.SUCCESS
    assert not is_connected(reader)
    assert reader.act(1, *SWITCH_SCRIPTS, LONG_UNSIGNED(2)) is ActionResult.SUCCESS
    assert is_connected(reader)


@pytest.mark.parametrize(
    ("parameters", "result"),
    [
        (LONG_UNSIGNED(0), ActionResult.OTHER_REASON),
        (LONG_UNSIGNED(3), ActionResult.OTHER_REASON),
        (UNSIGNED(1), ActionResult.TYPE_UNMATCHED),
    ],
)
def test_scripts_that_are_not_there(parameters: Data, result: ActionResult) -> None:
    reader = Reader()
    assert reader.act(1, *SWITCH_SCRIPTS, parameters) is result
    assert is_connected(reader)


def test_nothing_is_scheduled_at_first() -> None:
    reader = Reader()
    assert reader.read(4, *SCHEDULE).value == []
    assert reader.meter.next_deadline() is None


def test_schedule_moves_the_switch_at_its_time() -> None:
    reader = Reader()
    assert reader.write(4, *SCHEDULE, times(("12 1E 05 00", SECOND_OF_JANUARY))) is DataAccessResult.SUCCESS
    due = DAY_S + 18 * 3600 + 30 * 60 + 5
    assert reader.meter.next_deadline() == DAY_S * NANOSECONDS, "midnight: then it looks at the next day"
    reader.seconds = DAY_S
    assert reader.meter.next_deadline() == due * NANOSECONDS
    reader.seconds = due - 0.01
    assert is_connected(reader)
    reader.seconds = due
    assert not is_connected(reader)


def test_a_script_is_chosen_and_runs_every_day() -> None:
    reader = Reader()
    script = structure(OCTET_STRING(ObisCode(SWITCH_SCRIPTS[0])), LONG_UNSIGNED(2))
    reader.write(2, *SCHEDULE, script)
    reader.write(4, *SCHEDULE, times(("06 00 00 00", EVERY_DAY)))
    for day in range(3):
        reader.act(1, *SWITCH, Data(UNSIGNED, 0))
        reader.seconds = day * DAY_S + 6 * 3600 - 1
        assert not is_connected(reader)
        reader.seconds = day * DAY_S + 6 * 3600
        assert is_connected(reader)


def test_what_ran_is_logged_at_its_time_even_if_nobody_looked() -> None:
    reader = Reader()
    reader.write(4, *SCHEDULE, times(("01 00 00 00", EVERY_DAY)))
    reader.seconds = 7000
    row = reader.read(2, *LOG)[1]
    assert (row[0].value[5:8], row[1].value) == (bytes((1, 0, 0)), 60)


def test_times_that_a_clock_skips_pass_unused() -> None:
    reader = Reader()
    reader.write(4, *SCHEDULE, times(("01 00 00 00", EVERY_DAY)))
    reader.seconds = 60
    reader.meter.state.shift_clock(2 * 3600, reader.association.now)
    reader.seconds = 120
    assert is_connected(reader)
    reader.seconds = 60 + 23 * 3600
    assert not is_connected(reader)


def test_schedule_is_in_local_time() -> None:
    reader = Reader(MeterSettings(deviation=-60))
    reader.write(4, *SCHEDULE, times(("02 00 00 00", EVERY_DAY)))
    reader.seconds = 3599
    assert is_connected(reader)
    reader.seconds = 3600
    assert not is_connected(reader)


@pytest.mark.parametrize(
    "entries",
    [
        times(("FF 00 00 00", EVERY_DAY)),
        times(("00 FF 00 00", EVERY_DAY)),
        times(*[("00 00 00 00", EVERY_DAY)] * 11),
    ],
)
def test_times_that_cannot_be_kept(entries: Data) -> None:
    reader = Reader()
    assert reader.write(4, *SCHEDULE, entries) is DataAccessResult.OTHER_REASON
    assert reader.read(4, *SCHEDULE).value == []


@pytest.mark.parametrize("entries", [UNSIGNED(1), array(UNSIGNED(1)), times(("00 00 00 00", "FFFF 0D FF FF"))])
def test_times_of_another_type(entries: Data) -> None:
    assert Reader().write(4, *SCHEDULE, entries) is DataAccessResult.TYPE_UNMATCHED


def test_another_script_table_is_not_run() -> None:
    script = structure(OCTET_STRING(ObisCode(TARIFF_SCRIPTS[0])), LONG_UNSIGNED(1))
    assert Reader().write(2, *SCHEDULE, script) is DataAccessResult.OTHER_REASON


def test_scripts_are_of_clients_that_may_act() -> None:
    public = Client()
    public.open()
    assert public.act(9, "0-0:10.0.106.255", 1, LONG_UNSIGNED(1)).result == ActionResult.READ_WRITE_DENIED
    assert manager().act(9, "0-0:10.0.106.255", 1, LONG_UNSIGNED(1)).result == ActionResult.SUCCESS
