"""Calendars, special days and schedules that are of the right type and make no sense: the meter lives with them."""

import random
from collections.abc import Iterator

import pytest

from conformance.dlms.data_types import INTEGER, LONG_UNSIGNED, OCTET_STRING, UNSIGNED, Data, array, structure
from conformance.dlms.get import DataAccessResult
from tests.golden_units.reader import Reader

CALENDAR, SPECIAL_DAYS, SCHEDULE = ("0-0:13.0.0.255", 20), ("0-0:11.0.0.255", 11), ("0-0:15.0.1.255", 22)
DAY_S = 24 * 3600
ROUNDS = 120

ENTRY = structure(LONG_UNSIGNED(1), OCTET_STRING(bytes.fromhex("FFFF FF FF FF")), UNSIGNED(1))
TIME = structure(OCTET_STRING(bytes((12, 0, 0, 0))), OCTET_STRING(bytes.fromhex("FFFF FF FF FF")))


def spoilt(rng: random.Random, data: Data) -> Data:
    """The same value with some of its octets and numbers replaced, and some of its elements doubled or left out."""
    if data.is_composite:
        members = [spoilt(rng, member) for member in data]
        if data.type.name == "structure":
            return structure(*members)
        return array(*(member for member in members for _ in range(rng.choice((0, 1, 1, 1, 1, 2)))))
    if rng.random() > 0.1:
        return data
    if isinstance(data.value, bytes):
        octets = bytearray(data.value)
        for at in range(len(octets)):
            if rng.random() < 0.4:
                octets[at] = rng.choice((0, 1, 2, 28, 31, 0x80, 0xFD, 0xFE, 0xFF, rng.randrange(256)))
        return Data(data.type, bytes(octets))
    return Data(data.type, rng.choice((0, 1, 2, 255)))


def targets(reader: Reader) -> Iterator[tuple[int, tuple[str, int], Data]]:
    """What is written: attribute, object, and a value from which to start."""
    for number in range(6, 11):
        yield number, CALENDAR, reader.read(number, *CALENDAR)
    yield 10, CALENDAR, OCTET_STRING(bytes.fromhex("07EA 01 03 FF 0C 00 00 00 8000 00"))
    yield 2, SPECIAL_DAYS, array(ENTRY, ENTRY)
    yield 4, SCHEDULE, array(TIME, TIME)
    yield 2, SCHEDULE, reader.read(2, *SCHEDULE)


@pytest.mark.parametrize("seed", range(4))
def test_no_table_ends_the_meter(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - the same values every time
    reader = Reader()
    results = set()
    for round_ in range(ROUNDS):
        for number, target, start in list(targets(Reader())):
            results.add(reader.write(number, *target, spoilt(rng, start)))
        if rng.random() < 0.5:
            reader.act(1, *CALENDAR, INTEGER(0))
        if rng.random() < 0.3:
            reader.meter.state.shift_clock(rng.randrange(-900, 900), reader.association.now)
        reader.seconds = round_ * 0.7 * DAY_S
        deadline = reader.meter.next_deadline()
        assert deadline is None or reader.association.now < deadline <= reader.association.now + DAY_S * 10**9
        assert reader.read(4, "0-0:14.0.0.255", 6).value in (b"RATE1", b"RATE2")
    assert results == {DataAccessResult.SUCCESS, DataAccessResult.TYPE_UNMATCHED, DataAccessResult.OTHER_REASON}
