"""Values as a hostile client sends them: the edges of every Data type, and random ones from one seed."""

import math
import random
import struct
from collections.abc import Callable, Iterator

from conformance.dlms.data_types import (
    BIT_STRING,
    BOOLEAN,
    DATE_TIME,
    DONT_CARE,
    NULL_DATA,
    OCTET_STRING,
    SIMPLE_TYPES,
    STRINGS,
    Bits,
    Data,
    DataType,
    array,
    compact_array,
    structure,
)
from conformance.dlms.date_time import DateTime

MOMENTS = [
    DateTime(year, month, day, 0xFF, hour, minute, second, hundredths, deviation, status).encode()
    for year, month, day, hour, minute, second, hundredths in (
        (9999, 12, 31, 23, 59, 59, 0),
        (9999, 12, 31, 23, 59, 59, 99),
        (1, 1, 1, 0, 0, 0, 0),
        (0, 0, 0, 0, 0, 0, 0),
        (0xFFFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
        (2100, 1, 1, 0, 0, 0, 0),
        (2024, 2, 30, 24, 60, 60, 100),
        (2024, 2, 29, 12, 0, 0, 0xFF),
    )
    for deviation in (0, 60, -60, 840, 0x7FFF, -0x7FFF, -0x8000)
    for status in (0, 0xFF)
]


def edges() -> Iterator[Data]:
    """Each type with its smallest, its largest and some awkward values, bare and inside composites."""
    for kind in SIMPLE_TYPES:
        for value in _edges_of(kind):
            data = kind(value)
            yield from (data, structure(data), array(data, data), compact_array(kind, [value]))
    yield from (structure(), array(), structure(array(structure())))
    yield from (kind(moment) for moment in MOMENTS for kind in (OCTET_STRING, DATE_TIME))


def _edges_of(kind: DataType) -> list[object]:
    if kind in (NULL_DATA, DONT_CARE):
        return [None]
    if kind == BOOLEAN:
        return [True, False, 2]
    if kind == BIT_STRING:
        return [Bits(0, b""), Bits(1, b"\x80"), Bits(24, b"\xff\xff\xff")]
    if kind in STRINGS:
        return [b"", b"\x00", b"\xff" * 12, b"A" * 200]
    if kind.struct_code in "fd":
        return [0.0, -0.0, math.inf, -math.inf, math.nan]
    octets = (
        bytes(kind.width),
        b"\xff" * kind.width,
        b"\x7f" + b"\xff" * (kind.width - 1),
        b"\x80".ljust(kind.width, b"\0"),
    )
    return [struct.unpack(f">{kind.struct_code}", value)[0] for value in octets]


def any_value(rng: random.Random, depth: int = 0) -> Data:
    """A value of any type, composites among them as long as they do not go deep."""
    if depth < 4 and rng.random() < 0.3:
        members = [any_value(rng, depth + 1) for _ in range(rng.randrange(4))]
        return rng.choice((structure, array))(*members)
    kind = rng.choice(SIMPLE_TYPES)
    return kind(_any_of(kind, rng))


def _any_of(kind: DataType, rng: random.Random) -> object:
    makers: dict[DataType, Callable[[], object]] = {
        NULL_DATA: lambda: None,
        DONT_CARE: lambda: None,
        BOOLEAN: lambda: rng.randrange(256),
        BIT_STRING: lambda: Bits(16, rng.randbytes(2)),
    }
    if kind in makers:
        return makers[kind]()
    if kind in STRINGS:
        return rng.randbytes(rng.choice((0, 1, 6, 11, 12, 13, 64)))
    return struct.unpack(f">{kind.struct_code}", rng.randbytes(kind.width))[0]
