"""Values as text for a person: complete, and harmless whatever a device put into its strings."""

import pytest

from conformance.dlms.apdu import apdu_tree, decode_apdu
from conformance.dlms.data import decode_data
from conformance.dlms.data_types import OCTET_STRING, STRINGS, UTF8_STRING, VISIBLE_STRING, Data, DataType, structure
from conformance.dlms.date_time import DateTime
from conformance.dlms.get import GetResponseNormal
from conformance.shown import shown

HOSTILE = {
    "escape sequence": "\x1b[2J\x1b]0;title\x07",
    "NUL": "a\x00b",
    "line feed": "a\r\nPASS",
    "backspace": "FAIL\b\b\b\bPASS",
    "C1 control": "\x9b31m",
    "right-to-left override": "\u202egnp.exe",
    "isolate": "\u2066a\u2069",
    "zero width": "a\u200bb\ufeff",
    "line separator": "a\u2028b",
    "tag characters": "\U000e0041",
    "private use": "\ue000",
    "soft hyphen": "a\u00adb",
}
"""What a terminal, a browser or a reader would obey or overlook."""


@pytest.mark.parametrize("kind", STRINGS, ids=str)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_escaped(kind: DataType, text: str) -> None:
    data = kind(text.encode())
    shown = data.label
    assert shown.isascii()
    assert shown.isprintable()
    assert not any(character in shown for character in text if not character.isprintable())

    response = GetResponseNormal(0xC1, structure(data, data)).encode()
    tree, summary = apdu_tree(response)
    assert [node.text for node in tree.walk() if node.name == "[1]"] == [shown]
    assert summary.isprintable()
    assert all(node.text.isprintable() and node.name.isprintable() for node in tree.walk())


@pytest.mark.parametrize("octets", [b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"], ids=bytes.hex)
@pytest.mark.parametrize("kind", [VISIBLE_STRING, UTF8_STRING], ids=str)
def test_octets_that_are_no_utf8_are_escaped(kind: DataType, octets: bytes) -> None:
    escaped = "".join(f"\\\\x{octet:02x}" for octet in octets)
    assert kind(octets).label == f"{kind} '{escaped}'"


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("00", "null-data"),
        ("FF", "dont-care"),
        ("0301", "boolean True"),
        ("03FF", "boolean 255"),
        ("040CB710", "bit-string 101101110001"),
        ("0400", "bit-string "),
        ("0F9C", "integer -100"),
        ("15FEDCBA9876543210", "long64-unsigned 18364758544493064720"),
        ("17C1460000", "float32 -12.375"),
        ("0903414243", "octet-string 'ABC'"),
        ("0903414200", "octet-string 41 42 00"),
        ("0900", "octet-string ''"),
        ("0A03414243", "visible-string 'ABC'"),
        ("0A0141", "visible-string 'A'"),
        ("0A0127", 'visible-string "\'"'),
        ("0C025AC3", "utf8-string 'Z\\\\xc3'"),
        ("0C03C3A441", "utf8-string 'äA'"),
        ("1A07EA0B1701", "date 07 EA 0B 17 01"),
        ("02020F00161B", "structure(integer, enum)"),
        ("0102120001128002", "array of 2 long-unsigned"),
        ("0100", "array()"),
        ("13120400018002", "compact-array(long-unsigned)"),
        ("13020212060600010000FFFF", "compact-array(structure(long-unsigned, double-long-unsigned))"),
    ],
)
def test_text(octets: str, text: str) -> None:
    assert decode_data(bytes.fromhex(octets)).label == text


def test_long_octets_are_cut_with_their_number() -> None:
    shown = OCTET_STRING(bytes(100)).label
    assert shown == f"octet-string {'00 ' * 63}00 … 36 more octets"


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("07E002150708332A0000B400", "2016-02-21 08:51:42, deviation +180 min, status 00"),
        ("07E50603040E091700FFC400", "2021-06-03 14:09:23, deviation -60 min, status 00"),
        ("07E0021507083300008000FF", "2016-02-21 08:51:00, deviation unspecified, status FF"),
    ],
)
def test_date_time(octets: str, text: str) -> None:
    assert str(DateTime.decode(bytes.fromhex(octets))) == text


def test_summaries() -> None:
    shown = {
        "C001C1000800000100 00FF0200": "get-request-normal 0-0:1.0.0.255 class 8 attribute 2",
        "C301C1000F0000280000FF0100": "action-request-normal 0-0:40.0.0.255 class 15 method 1",
        "C401C10104": "get-response-normal object-undefined (4)",
        "C501C103": "set-response-normal read-write-denied (3)",
        "C701C1FA00": "action-response-normal other-reason (250)",
        "D80101": "exception-response service-not-allowed (1), operation-not-possible (1)",
        "C002C1000000FF": "get-request-next block 255",
        "C003C102000100006001 00FF0200000800000100 00FF0200": "get-request-with-list 2 attributes",
        "C402C1000000000100030102 03": "get-response-with-datablock block 1, 3 octets",
        "C402C1010000000200 00": "get-response-with-datablock last block 2, 0 octets",
        "C402C101000000020113": "get-response-with-datablock last block 2 data-block-number-invalid (19)",
        "C403C102001105010B": "get-response-with-list 2 results",
        "C102C100010000600100FF020000000000010109": "set-request-with-first-datablock 0-0:96.1.0.255 class 1 "
        "attribute 2 block 1, 1 octets",
        "C104C10100010000600100FF0200011105": "set-request-with-list 1 attributes 1 values",
        "C503C10B00000002": "set-response-last-datablock block 2 object-unavailable (11)",
        "C504C101FA00000003": "set-response-last-datablock-with-list 1 results block 3",
        "C306C101000000020103": "action-request-with-pblock last block 2, 1 octets",
        "C703C1010000": "action-response-with-list 1 outcomes",
        "6200": "RLRQ",
        "0F40000000001105": "data-notification unsigned 5",
        "0F000000010C07E0021507083300008000001105": "data-notification (2016-02-21 08:51:00, deviation unspecified, "
        "status 00) unsigned 5",
        "0F00000001090C07E0021507083300008000001105": "data-notification (2016-02-21 08:51:00, deviation unspecified, "
        "status 00, coded as Data) unsigned 5",
        "0F000000010507E0021507 1105": "data-notification (07 E0 02 15 07) unsigned 5",
        "C2000001000060 0B00FF021105": "event-notification-request 0-0:96.11.0.255 class 1 attribute 2 unsigned 5",
        "C2010C07E0021507083300008000000001000060 0B00FF021105": "event-notification-request (2016-02-21 08:51:00, "
        "deviation unspecified, status 00) 0-0:96.11.0.255 class 1 attribute 2 unsigned 5",
        "1800": "unknown APDU 18 00",
        "C401": "malformed get-response-normal",
    }
    assert {octets: apdu_tree(bytes.fromhex(octets))[1] for octets in shown} == shown


def test_long_texts_are_cut_in_a_summary() -> None:
    _, summary = apdu_tree(GetResponseNormal(0xC1, Data(VISIBLE_STRING, b"x" * 300)).encode())
    assert summary == "get-response-normal visible-string '" + "x" * 63 + "…"


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("C401C1000301", "GetResponseNormal(invoke_id_and_priority 193, result boolean True)"),
        (
            "0F40000000001105",
            "DataNotification(long_invoke_id_and_priority 1073741824, date_time no date-time, "
            "notification_body unsigned 5)",
        ),
        ("C401C10103", "GetResponseNormal(invoke_id_and_priority 193, result read-write-denied (3))"),
    ],
)
def test_a_message_in_a_check_reads_as_protocol_and_not_as_python(octets: str, text: str) -> None:
    assert shown(decode_apdu(bytes.fromhex(octets))) == text
