"""What a careful programmer writes by hand with `struct` for one message each: the limit to hold ours against.

The same objects go in and come out as with our codec. It checks what it must to
be used at all (tags, lengths) and explains nothing.
"""

import struct

from conformance.dlms.aare import Aare
from conformance.dlms.aarq import Aarq
from conformance.dlms.acse import AcseServiceProviderDiagnostic, AcseServiceUserDiagnostic, AssociationResult
from conformance.dlms.data_types import (
    ARRAY,
    DOUBLE_LONG_UNSIGNED,
    OCTET_STRING,
    STRUCTURE,
    Data,
    composite_type,
)
from conformance.dlms.get import GetRequestNormal, GetResponseNormal

_GET_REQUEST = struct.Struct(">BBBH6sbB")
_GET_RESPONSE_HEAD = struct.Struct(">BBBBBB")
_AARQ_HEAD = struct.Struct(">BBBBBB")
_AARQ_INFORMATION = struct.Struct(">BBBB")
_RESULTS = {int(result): result for result in AssociationResult}
_USER = {int(diagnostic): diagnostic for diagnostic in AcseServiceUserDiagnostic}
_PROVIDER = {int(diagnostic): diagnostic for diagnostic in AcseServiceProviderDiagnostic}
_ROW = struct.Struct(">4s12sBI")
_ROW_TYPE = composite_type(STRUCTURE, (OCTET_STRING, DOUBLE_LONG_UNSIGNED))


def encode_get_request(request: GetRequestNormal) -> bytes:
    if request.access_selection is not None or len(request.instance_id) != 6:
        raise ValueError("only without selection")
    return _GET_REQUEST.pack(
        0xC0, 1, request.invoke_id_and_priority, request.class_id, request.instance_id, request.attribute_id, 0
    )


def decode_get_response(octets: bytes) -> GetResponseNormal:
    tag, kind, invoke_id_and_priority, choice, data_tag, length = _GET_RESPONSE_HEAD.unpack_from(octets)
    if tag != 0xC4 or kind != 1 or choice != 0 or data_tag != 9 or len(octets) != 6 + length:
        raise ValueError("no GET-response with an octet string")
    return GetResponseNormal(invoke_id_and_priority, Data(OCTET_STRING, octets[6:]))


def decode_profile(octets: bytes) -> GetResponseNormal:
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
    return GetResponseNormal(octets[2], Data(composite_type(ARRAY, (_ROW_TYPE,) * count), rows))


def encode_aarq(aarq: Aarq) -> bytes:
    """Context name and user-information, the two components of an AARQ without security."""
    information = aarq.user_information
    if information is None or len(information) > 100 or len(aarq.application_context_name) > 20:
        raise ValueError("no AARQ without security")
    name = aarq.application_context_name
    name_size, size = len(name), len(information)
    head = _AARQ_HEAD.pack(0x60, name_size + size + 8, 0xA1, name_size + 2, 6, name_size)
    return head + name + _AARQ_INFORMATION.pack(0xBE, size + 2, 4, size) + information


def decode_aare(octets: bytes) -> Aare:
    """Walks over the components one by one."""
    if octets[0] != 0x61 or octets[1] != len(octets) - 2:
        raise ValueError("no AARE")
    at, end = 2, len(octets)
    context, result, information = b"", -1, None
    diagnostic: AcseServiceUserDiagnostic | AcseServiceProviderDiagnostic | None = None
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
            if content[1:4] != b"\x03\x02\x01" or length != 5:
                raise ValueError("no diagnostic")
            is_user = content[0] == 0xA1
            diagnostic = (_USER if is_user else _PROVIDER)[content[4]]
        elif tag == 0xBE:
            if content[0] != 4 or content[1] != length - 2:
                raise ValueError("no user-information")
            information = content[2:]
    if diagnostic is None:
        raise ValueError("no diagnostic")
    return Aare(
        application_context_name=context,
        result=_RESULTS[result],
        result_source_diagnostic=diagnostic,
        user_information=information,
    )
