"""The LLC header of COSEM over HDLC (IEC 62056-46 5.3.2): once before every APDU."""

from conformance.codec.tree import in_hex
from conformance.errors import ProtocolViolation

LLC_COMMAND = b"\xe6\xe6\x00"
LLC_RESPONSE = b"\xe6\xe7\x00"
LLC_OCTETS = 3


def strip_llc(data: bytes, header: bytes) -> bytes:
    """The APDU behind an expected LLC header."""
    if data[:LLC_OCTETS] != header:
        raise ProtocolViolation(
            in_hex(data[:LLC_OCTETS]),
            in_hex(header),
            offset=0,
            field="LLC header",
            rule="DLMS-HDLC-LLC",
        )
    return data[LLC_OCTETS:]
