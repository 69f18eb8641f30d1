"""Interface classes as data: what they let pass, and what they tell of the rest."""

import re
from pathlib import Path

import pytest

from conformance.dlms.data_types import (
    BIT_STRING,
    BOOLEAN,
    DATE_TIME,
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    INTEGER,
    LONG_UNSIGNED,
    NULL_DATA,
    OCTET_STRING,
    UNSIGNED,
    VISIBLE_STRING,
    Bits,
    Data,
    array,
    compact_array,
    composite_type,
    structure,
)
from conformance.dlms.date_time import DateTime
from conformance.dlms.interface_classes import INTERFACE_CLASSES
from conformance.dlms.interface_classes.page import page
from conformance.dlms.interface_classes.schema import MOST_VIOLATIONS, OneOf, Simple
from conformance.dlms.interface_classes.types import MOMENT, SCALER_UNIT

NOW = DateTime.at(0).encode()


def told(class_id: int, version: int, number: int, data: Data) -> list[str]:
    attribute = INTERFACE_CLASSES[class_id, version].attribute(number)
    assert attribute is not None
    return [str(violation) for violation in attribute.check(data)]


def moment(**changes: int) -> Data:
    date_time = DateTime.at(0)
    for name, value in changes.items():
        setattr(date_time, name, value)
    return OCTET_STRING(date_time.encode())


def test_classes_stand_under_their_id_and_version() -> None:
    for (class_id, version), known in INTERFACE_CLASSES.items():
        assert (known.class_id, known.version) == (class_id, version)
        assert [one.number for one in known.attributes] == list(range(1, len(known.attributes) + 1))
        assert [one.number for one in known.methods] == list(range(1, len(known.methods) + 1))
        assert known.attributes[0].name == "logical_name"
        names = [one.name for one in known.attributes] + [one.name for one in known.methods]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("class_id", "version", "attributes", "methods"),
    [
        *[(1, 0, 2, 0), (3, 0, 3, 1), (4, 0, 5, 1), (5, 0, 9, 2), (6, 0, 4, 3), (7, 0, 8, 4), (7, 1, 8, 2)],
        *[(8, 0, 9, 6), (9, 0, 2, 1), (11, 0, 2, 2), (15, 0, 8, 4), (15, 1, 9, 4), (15, 2, 11, 6), (15, 3, 11, 6)],
        *[(17, 0, 2, 1), (20, 0, 10, 1), (22, 0, 4, 0), (23, 0, 9, 0), (23, 1, 9, 0), (41, 0, 6, 0), (70, 0, 4, 2)],
    ],
)
def test_number_of_attributes_and_methods(class_id: int, version: int, attributes: int, methods: int) -> None:
    known = INTERFACE_CLASSES[class_id, version]
    assert (len(known.attributes), len(known.methods)) == (attributes, methods)


@pytest.mark.parametrize(
    ("class_id", "number", "data"),
    [
        (1, 2, array(NULL_DATA(), structure())),
        (3, 2, NULL_DATA()),
        (3, 3, structure(INTEGER(-3), ENUM(255))),
        (7, 2, array()),
        (7, 2, array(structure(NULL_DATA(), UNSIGNED(1)))),
        (7, 2, compact_array(composite_type(2, [UNSIGNED]), [[1], [2]])),
        (8, 2, DATE_TIME(NOW)),
        (8, 2, moment(year=0xFFFF, month=0xFF, day_of_month=0xFF, day_of_week=0xFF, hour=0xFF, hundredths=0xFF)),
        (8, 2, moment(deviation=-0x8000, clock_status=0xFF)),
        (8, 2, moment(deviation=840)),
        (8, 5, moment(month=0xFE, day_of_month=0xFD)),
        (8, 8, BOOLEAN(0xFF)),
        (11, 2, array(structure(LONG_UNSIGNED(0), OCTET_STRING(NOW[:5]), UNSIGNED(1)))),
        (15, 7, NULL_DATA()),
        (17, 2, array(structure(LONG_UNSIGNED(1), VISIBLE_STRING(b"GLD")))),
        (70, 4, ENUM(6)),
    ],
)
def test_what_the_standard_allows(class_id: int, number: int, data: Data) -> None:
    version = {7: 1, 15: 1}.get(class_id, 0)
    assert told(class_id, version, number, data) == []


@pytest.mark.parametrize(
    ("class_id", "number", "data", "violations"),
    [
        (1, 1, OCTET_STRING(bytes(5)), ["logical_name: 5 octets, wanted 6"]),
        (1, 1, UNSIGNED(1), ["logical_name: unsigned 1, wanted octet-string(6)"]),
        (3, 2, structure(), ["value: structure of 0, wanted any simple type"]),
        (3, 3, structure(ENUM(0), INTEGER(30)), [
            "scaler_unit.scaler: enum 0, wanted integer", "scaler_unit.unit: integer 30, wanted enum",
        ]),
        (3, 3, structure(INTEGER(0)), ["scaler_unit: a structure of 1, wanted of 2: scaler, unit"]),
        (3, 3, INTEGER(0), ["scaler_unit: integer 0, wanted structure(scaler integer, unit enum)"]),
        (5, 8, DOUBLE_LONG_UNSIGNED(0), ["period: 0, wanted 1 to 4294967295"]),
        (7, 2, array(UNSIGNED(1)), ["buffer[0]: unsigned 1, wanted structure"]),
        (7, 2, NULL_DATA(), ["buffer: null-data, wanted array or compact-array of structure"]),
        (7, 3, compact_array(composite_type(2, [UNSIGNED]), [[1]]), [
            "capture_objects: compact-array of 1, wanted array of structure(class_id long-unsigned, "
            "logical_name octet-string(6), attribute_index integer, data_index long-unsigned)",
        ]),
        (7, 5, ENUM(7), [
            "sort_method: code 7, wanted 1 FIFO, 2 LIFO, 3 largest, 4 smallest, 5 nearest to zero, "
            "6 farthest from zero",
        ]),
        (8, 2, OCTET_STRING(NOW[:11]), ["time: 11 octets, wanted 12"]),
        (8, 2, moment(month=0, day_of_month=32), [
            "time.month: 0, wanted 1 to 12 or 253 to 255",
            "time.day_of_month: 32, wanted 1 to 31 or 253 to 255",
        ]),
        (8, 2, moment(deviation=-3600), ["time.deviation: -3600, wanted -840 to 840 or -32768"]),
        (8, 2, moment(minute=60, second=60, hundredths=100), [
            "time.minute: 60, wanted 0 to 59 or 255",
            "time.second: 60, wanted 0 to 59 or 255",
            "time.hundredths: 100, wanted 0 to 99 or 255",
        ]),
        (8, 2, DATE_TIME(moment(hour=24).value), ["time.hour: 24, wanted 0 to 23 or 255"]),
        (8, 9, ENUM(6), [
            "clock_base: code 6, wanted 0 not defined, 1 internal crystal, 2 mains frequency 50 Hz, "
            "3 mains frequency 60 Hz, 4 GPS, 5 radio controlled",
        ]),
        (9, 2, array(structure(LONG_UNSIGNED(1), array(structure(*[NULL_DATA()] * 4)))), [
            "scripts[0].actions[0]: a structure of 4, wanted of 5: service_id, class_id, logical_name, index, "
            "parameter",
        ]),
        (70, 3, ENUM(3), ["control_state: code 3, wanted 0 disconnected, 1 connected, 2 ready for reconnection"]),
    ],
)  # fmt: skip
def test_what_is_told_of_the_rest(class_id: int, number: int, data: Data, violations: list[str]) -> None:
    assert told(class_id, 1 if class_id == 7 else 0, number, data) == violations


def element(attribute_mode: Data, method_mode: Data) -> Data:
    attribute, method = structure(INTEGER(1), attribute_mode, NULL_DATA()), structure(INTEGER(1), method_mode)
    rights = structure(array(attribute), array(method))
    return array(structure(LONG_UNSIGNED(1), UNSIGNED(0), OCTET_STRING(bytes(6)), rights))


@pytest.mark.parametrize(
    ("version", "attribute_mode", "method_mode", "faults"),
    [
        *[(0, ENUM(3), BOOLEAN(True), 0), (0, ENUM(4), BOOLEAN(True), 1), (0, ENUM(3), ENUM(1), 1)],
        *[(1, ENUM(6), ENUM(2), 0), (1, ENUM(7), ENUM(3), 2), (1, ENUM(6), BOOLEAN(True), 1)],
        *[(2, ENUM(6), ENUM(2), 0), (2, ENUM(9), ENUM(2), 1), (3, ENUM(0xFF), ENUM(0xFF), 0)],
    ],
)
def test_access_modes_by_version(version: int, attribute_mode: Data, method_mode: Data, faults: int) -> None:
    assert len(told(15, version, 2, element(attribute_mode, method_mode))) == faults


def test_lengths_of_hdlc_by_version() -> None:
    assert told(23, 0, 5, UNSIGNED(128)) == []
    assert told(23, 0, 5, LONG_UNSIGNED(128)) != []
    assert told(23, 1, 5, LONG_UNSIGNED(2030)) == []
    assert told(23, 1, 5, LONG_UNSIGNED(2031)) != []


def test_context_info() -> None:
    partly = (LONG_UNSIGNED(1), LONG_UNSIGNED(1), UNSIGNED(6), INTEGER(0), OCTET_STRING(b""))
    assert told(15, 1, 5, structure(BIT_STRING(Bits(24, bytes(3))), *partly)) == []
    assert told(15, 1, 5, structure(OCTET_STRING(bytes(3)), *partly)) != []


def test_violations_of_one_value_are_bounded() -> None:
    assert len(told(7, 1, 2, array(*[UNSIGNED(0)] * 10_000))) == MOST_VIOLATIONS


def test_one_of_several_types_is_enough() -> None:
    either = OneOf(Simple(OCTET_STRING, octets=4), Simple(OCTET_STRING, octets=12), Simple(UNSIGNED))
    assert either.check(OCTET_STRING(NOW)) == []
    assert either.check(UNSIGNED(1)) == []
    assert [str(known) for known in either.check(OCTET_STRING(b""), "value")] == ["value: 0 octets, wanted 4"]
    wanted = "octet-string(4) or octet-string(12) or unsigned"
    assert [str(known) for known in either.check(INTEGER(1), "value")] == [f"value: integer 1, wanted {wanted}"]


def test_types_read_as_in_the_standards() -> None:
    assert str(SCALER_UNIT) == "structure(scaler integer, unit enum)"
    assert str(MOMENT) == "octet-string(12) or date-time"
    assert str(Simple(UNSIGNED, ((1, 7),))) == "unsigned 1 to 7"


def test_page_of_the_documentation_is_up_to_date() -> None:
    committed = (Path(__file__).parents[2] / "docs" / "objects.md").read_text(encoding="utf-8")
    assert committed == page() + "\n", "python -m conformance.dlms.interface_classes.page > docs/objects.md"


def test_every_link_of_the_page_leads_to_a_section() -> None:
    anchors = {
        "".join(known for known in line[3:].lower() if known.isalnum() or known in "- ").replace(" ", "-")
        for line in page().splitlines()
        if line.startswith("## ")
    }
    assert set(re.findall(r"\]\(#([^)]*)\)", page())) == anchors
