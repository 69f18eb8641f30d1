"""What a careful programmer writes by hand with `struct` for one message each: the limit to hold ours against.

It checks what it must to be used at all (tags, lengths) and explains nothing.
"""

import struct

_GET_REQUEST = struct.Struct(">BBBH6sbB")
_GET_RESPONSE_HEAD = struct.Struct(">BBBBBB")
_ROW = struct.Struct(">4s12sBI")
_AARQ_HEAD = bytes.fromhex("A109060760857405080101")
_INITIATE = struct.Struct(">BBBBB4s3sH")


def encode_get_request(invoke_id_and_priority: int, class_id: int, instance_id: bytes, attribute_id: int) -> bytes:
    return _GET_REQUEST.pack(0xC0, 1, invoke_id_and_priority, class_id, instance_id, attribute_id, 0)


def decode_get_response(octets: bytes) -> tuple[int, bytes]:
    tag, kind, invoke_id_and_priority, choice, data_tag, length = _GET_RESPONSE_HEAD.unpack_from(octets)
    if tag != 0xC4 or kind != 1 or choice != 0 or data_tag != 9 or len(octets) != 6 + length:
        raise ValueError("no GET-response with an octet string")
    return invoke_id_and_priority, octets[6:]


def decode_profile(octets: bytes) -> tuple[int, list[list[object]]]:
    if octets[:2] != b"\xc4\x01" or octets[3:5] != b"\x00\x01":
        raise ValueError("no GET-response with an array")
    count = octets[5]
    if len(octets) != 6 + count * _ROW.size:
        raise ValueError("rows of another size")
    rows: list[list[object]] = []
    for head, moment, tag, value in _ROW.iter_unpack(octets[6:]):
        if head != b"\x02\x02\x09\x0c" or tag != 6:
            raise ValueError("rows of another type")
        rows.append([moment, value])
    return octets[2], rows


def encode_aarq(conformance: bytes, client_max_receive_pdu_size: int) -> bytes:
    initiate = _INITIATE.pack(1, 0, 0, 0, 6, b"\x5f\x1f\x04\x00", conformance, client_max_receive_pdu_size)
    information = bytes((0xBE, len(initiate) + 2, 0x04, len(initiate))) + initiate
    body = _AARQ_HEAD + information
    return bytes((0x60, len(body))) + body


def decode_aare(octets: bytes) -> tuple[bytes, int, int, bytes]:
    """Context name, result, diagnostic and user-information, walking over the components one by one."""
    if octets[0] != 0x61 or octets[1] != len(octets) - 2:
        raise ValueError("no AARE")
    at, end = 2, len(octets)
    context, result, diagnostic, information = b"", -1, -1, b""
    while at < end:
        tag, length = octets[at], octets[at + 1]
        content = octets[at + 2 : at + 2 + length]
        at += 2 + length
        if len(content) != length:
            raise ValueError("a length beyond the end")
        if tag == 0xA1:
            if content[0] != 6 or content[1] != length - 2:
                raise ValueError("no object identifier")
            context = content[2:]
        elif tag == 0xA2:
            if content[:2] != b"\x02\x01" or length != 3:
                raise ValueError("no result")
            result = content[2]
        elif tag == 0xA3:
            if content[:4] not in (b"\xa1\x03\x02\x01", b"\xa2\x03\x02\x01") or length != 5:
                raise ValueError("no diagnostic")
            diagnostic = content[4]
        elif tag == 0xBE:
            if content[0] != 4 or content[1] != length - 2:
                raise ValueError("no user-information")
            information = content[2:]
    return context, result, diagnostic, information
