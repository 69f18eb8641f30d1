"""What no vector can say of a codec: what it refuses to write, what it assumes, where it takes the fast road.

Each witness takes modules, by name, and raises if they do wrong. The tests show
them the real modules, the mutation run shows them mistaken ones.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from conformance.codec.compiler import write_codec

Modules = Mapping[str, Any]
Witness = Callable[[Modules], None]

HDLC = tuple(f"conformance.dlms.hdlc.{name}" for name in ("address", "control", "frame", "parameters"))
DATA = tuple(f"conformance.dlms.{name}" for name in ("data_types", "data_simple", "compact_array", "data_rows", "data"))


def refuses(make: Callable[[], object]) -> None:
    try:
        made = make()
    except ValueError:
        return
    raise AssertionError(f"{made!r} is written although it cannot be")


def address_is_bounded(modules: Modules) -> None:
    address = modules[HDLC[0]].HdlcAddress
    assert [address(0x7F).encode(), address(0x7F, 0x7F, 2).encode(), address(0x3FFF, 0x3FFF, 4).encode()] == [
        b"\xff",
        b"\xfe\xff",
        b"\xfe\xfe\xfe\xff",
    ]
    for parts in ((0x80,), (-1,), (1, 1), (0x80, 0, 2), (0, 0x80, 2), (0x4000, 0, 4), (0, 0x4000, 4)):
        refuses(address(*parts).encode)


def address_has_one_two_or_four_octets(modules: Modules) -> None:
    for width in (0, 3, 5):
        refuses(modules[HDLC[0]].HdlcAddress(1, 1, width).encode)


def control_is_bounded(modules: Modules) -> None:
    control, kinds = modules[HDLC[1]].Control, modules[HDLC[1]].FrameKind
    assert control(kinds.I, True, 7, 7).encode() == 0xFE
    for kind, numbers in (
        (kinds.I, (8, 0)),
        (kinds.I, (0, 8)),
        (kinds.I, (-1, 0)),
        (kinds.RR, (0, 8)),
        (kinds.RNR, (0, -1)),
    ):
        refuses(control(kind, True, *numbers).encode)


def parameters_are_bounded(modules: Modules) -> None:
    parameters = modules[HDLC[3]].HdlcParameters
    largest = parameters(0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    smallest = parameters(0, 0, 0, 0)
    assert [parameters.decode(made.encode()) for made in (largest, smallest)] == [largest, smallest]
    for values in ((0x10000, 1, 1, 1), (1, -1, 1, 1), (1, 1, 0x100000000, 1), (1, 1, 1, -1)):
        refuses(parameters(*values).encode)


def address_defaults(modules: Modules) -> None:
    address, control, frame = modules[HDLC[0]].HdlcAddress, modules[HDLC[1]], modules[HDLC[2]].HdlcFrame
    assert tuple(address(5)) == (5, 0, 1)
    assert tuple(control.Control(control.FrameKind.UA, True))[2:] == (0, 0)
    assert frame(address(1), address(16), 0x93).segmented is False


def control_octets(modules: Modules) -> None:
    """Every control octet against a table written from ISO/IEC 13239, independently of the code."""
    control = modules[HDLC[1]].Control
    unnumbered = {0x83: "SNRM", 0x63: "UA", 0x43: "DISC", 0x0F: "DM", 0x87: "FRMR", 0x03: "UI"}
    for octet in range(256):
        final = bool(octet & 0x10)
        if octet % 2 == 0:
            expected: tuple[Any, ...] = ("I", final, (octet >> 1) & 7, octet >> 5)
        elif octet % 4 == 1:
            expected = ({0x01: "RR", 0x05: "RNR"}.get(octet & 0x0F), final, 0, octet >> 5)
        else:
            expected = (unnumbered.get(octet & 0xEF), final, 0, 0)
        found = control.decode(octet)
        assert (found.kind and found.kind.name, *found[1:]) == expected, f"{octet:02X}"
        if found.kind is None:
            refuses(found.encode)
        else:
            assert found.encode() == octet


def frame_is_bounded(modules: Modules) -> None:
    address, frame = modules[HDLC[0]].HdlcAddress(1), modules[HDLC[2]].HdlcFrame
    longest = 2047 - 9
    octets = frame(address, address, 0x10, bytes(longest)).encode()
    assert octets[1:3] == b"\xa7\xff"
    assert frame.decode(octets).information == bytes(longest)
    refuses(frame(address, address, 0x10, bytes(longest + 1)).encode)


def fcs_alone(modules: Modules) -> None:
    """The check sequence of what is no frame otherwise."""
    has_right_fcs = modules[HDLC[2]].has_right_fcs
    # CRC-16/X-25 of 01 is F1 E1 on the line, and of nothing 00 00
    assert has_right_fcs(bytes.fromhex("7E01F1E17E"))
    for wrong in ("7E02F1E17E", "7E01F1E07E", "7E01F1E1", "7E00007E", "F1E17E", ""):
        assert not has_right_fcs(bytes.fromhex(wrong)), wrong


def data_constructors(modules: Modules) -> None:
    types, data = modules[DATA[0]], modules[DATA[4]]
    one, two = types.UNSIGNED(1), types.LONG(-2)
    assert types.structure(one, two) == data.decode_data(bytes.fromhex("0202110110FFFE"))
    assert types.array(one, one) == data.decode_data(bytes.fromhex("010211011101"))
    assert types.array(one, one) != types.structure(one, one)
    compact = types.compact_array(types.UNSIGNED, [7, 8])
    assert compact == data.decode_data(bytes.fromhex("1311020708"))
    assert [tuple(map(repr, (member.type.tag, member.value))) for member in compact] == [("17", "7"), ("17", "8")]
    assert compact.is_composite
    assert not one.is_composite
    assert [types.OCTET_STRING.width, types.LONG64.width, types.DATE_TIME.width] == [0, 8, 12]
    assert data.DATA.encode(two, "value") == data.encode_data(two) == bytes.fromhex("10FFFE")


def data_in_a_message(modules: Modules) -> None:
    """The lines that a message holding Data gets take no slow road and do the same."""
    types, data = modules[DATA[0]], modules[DATA[4]]
    holder = type("Holder", (), {})
    source, names = write_codec(b"\xaa", False, [("value", data.DATA)], {"cls": holder, "new": object.__new__})
    exec(source, names)
    for octets, value in (
        ("AA 0902 0141", types.OCTET_STRING(b"\x01A")),
        ("AA 0202 1105 1106", types.structure(types.UNSIGNED(5), types.UNSIGNED(6))),
    ):
        coded = bytes.fromhex(octets)
        held, behind = names["decode_at"](holder, b"\x00" + coded + b"\x55", 1, 1 + len(coded))
        assert (held.value, behind) == (value, 1 + len(coded))
        assert names["decode"](holder, coded).value == value
        assert names["encode"](held) == coded
    long = types.OCTET_STRING(bytes(128))
    assert data.encode_data(long) == bytes.fromhex("098180") + bytes(128)


def float32_is_bounded(modules: Modules) -> None:
    refuses(partial(modules[DATA[4]].encode_data, modules[DATA[0]].FLOAT32(1e300)))


def data_refuses_to_write(modules: Modules) -> None:
    types, encode = modules[DATA[0]], modules[DATA[4]].encode_data
    composite = types.composite_type(types.STRUCTURE, [types.UNSIGNED, types.UNSIGNED])
    for data in (
        types.UNSIGNED(256),
        types.INTEGER(-129),
        types.LONG("1"),
        types.OCTET_STRING(5),
        types.DATE(b"1234"),
        types.BIT_STRING("101"),
        types.BOOLEAN(256),
        types.FLOAT64("1"),
        types.Data(composite, [1]),
        types.Data(composite, [1, 2, 3]),
        types.compact_array(composite, [[1]]),
        types.compact_array(composite, [[1, 2, 3]]),
    ):
        refuses(partial(encode, data))


ROWS = {
    "structure": ("0203 090C {0:02X}000000000000000000 0000 11{1:02X} 06000186{2:02X}", True),
    "structure of one empty string": ("0201 0900", True),
    "integers": ("12{0:02X}{1:02X}", False),
    "strings": ("0A03 41{0:02X}43", False),
    "floats and dates": ("0203 17{0:02X}000000 19{1:02X}0000000000000000000000 1B000000{2:02X}", True),
}
"""Rows of fixed shape, with places for changing octets; whether they are structures."""

SHAPELESS = ("00", "0300", "0200", "02810111 05", "09810105", "0201020111 05", "040108", "13110105", "010111 05")
"""Rows whose like could be of any size."""


def row(pattern: str, number: int) -> bytes:
    return bytes.fromhex(pattern.format(number, number * 7 % 256, 255 - number).replace(" ", ""))


def rows_of_one_shape(modules: Modules) -> None:
    """Wherever one row differs, those before it are taken as a block, and no more."""
    plan_of, decode = modules[DATA[3]].RowPlan.of, modules[DATA[4]].decode_data
    for name, (pattern, is_structure) in ROWS.items():
        for count in (1, 4, 5, 9):
            rows = [row(pattern, number) for number in range(count)]
            plan = plan_of(rows[0])
            assert plan is not None, name
            assert plan.is_structure == is_structure
            values = [decode(one).value for one in rows]
            for odd in range(count + 1):
                block = b"".join([*rows[:odd], *(b"\x00" + one for one in rows[odd:])])
                for before in (b"", bytes(40)):
                    octets = before + block
                    found = plan.unpack(octets, len(before), len(octets), count)
                    assert found == (values[:odd], len(before) + len(b"".join(rows[:odd]))), (name, count, odd)


def rows_cut(modules: Modules) -> None:
    plan = modules[DATA[3]].RowPlan.of(row("1107", 0))
    octets = bytes.fromhex("1101110211031104")
    assert plan.unpack(octets, 0, 8, 2) == ([1, 2], 4)
    assert plan.unpack(octets, 2, 8, 9) == ([2, 3, 4], 8)
    assert plan.unpack(octets, 2, 7, 9) == ([2, 3], 6)
    assert plan.unpack(octets, 2, 3, 9) == ([], 2)


def rows_without_shape(modules: Modules) -> None:
    plan_of = modules[DATA[3]].RowPlan.of
    assert [shapeless for shapeless in SHAPELESS if plan_of(bytes.fromhex(shapeless)) is not None] == []


WITNESSES: dict[tuple[str, ...], Iterable[Witness]] = {
    HDLC: (
        address_is_bounded,
        address_has_one_two_or_four_octets,
        address_defaults,
        control_octets,
        control_is_bounded,
        fcs_alone,
        frame_is_bounded,
        parameters_are_bounded,
    ),
    DATA: (
        data_in_a_message,
        data_constructors,
        data_refuses_to_write,
        float32_is_bounded,
        rows_of_one_shape,
        rows_cut,
        rows_without_shape,
    ),
}
