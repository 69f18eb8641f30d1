"""The octets that every side of the codec benchmark works on."""

import struct

GET_REQUEST = bytes.fromhex("C001C100010000600100FF0200")
GET_RESPONSE = bytes.fromhex("C401C1000910") + b"GLD0000000000001"
AARQ = bytes.fromhex("601DA109060760857405080101BE10040E01000000065F1F040000001FFFFF")
AARE = bytes.fromhex("6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000001F04000007")

ROWS = 96


def _row(number: int) -> bytes:
    moment = struct.pack(">HBBBBBBBhB", 2026, 1, 1, 4, number // 4, number % 4 * 15, 0, 0, 0, 0)
    return b"\x02\x02\x09\x0c" + moment + b"\x06" + (1000 + 7 * number).to_bytes(4, "big")


PROFILE = b"\x01" + bytes((ROWS,)) + b"".join(map(_row, range(ROWS)))
"""A day of quarter hours: array of structure(octet-string(12), double-long-unsigned)."""

PROFILE_RESPONSE = bytes.fromhex("C401C100") + PROFILE

NAMES = (
    "GET-request-normal, encode",
    "GET-response, octet string of 16, decode",
    "profile of 96 rows (2022 octets), decode",
    "AARQ, encode",
    "AARE, decode",
)
