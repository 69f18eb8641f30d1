"""xDLMS InitiateRequest and InitiateResponse, the user-information of ACSE (IEC 62056-5-3)."""

from enum import IntFlag

from conformance.codec.axdr import BOOLEAN, OCTET_STRING
from conformance.codec.kinds import I8, U8, U16, Kind, Maybe, too_short
from conformance.codec.message import Message, message, wire
from conformance.codec.tree import in_hex
from conformance.errors import ProtocolViolation

DLMS_VERSION = 6
"""The dlms-version-number of the current protocol."""

LONG_NAME = 0x0007
SHORT_NAME = 0xFA00
"""vaa-name of a server that refers to objects by logical or by short name."""

SMALLEST_PDU_SIZE = 12
"""The least that client-max-receive-pdu-size may be, 0 (no limit) apart."""


class Conformance(IntFlag):
    """The conformance block: 24 bits, first bit of the standard's list leftmost."""

    GENERAL_PROTECTION = 0x400000
    GENERAL_BLOCK_TRANSFER = 0x200000
    READ = 0x100000
    WRITE = 0x080000
    UNCONFIRMED_WRITE = 0x040000
    DELTA_VALUE_ENCODING = 0x020000
    ATTRIBUTE_0_WITH_SET = 0x008000
    PRIORITY_MANAGEMENT = 0x004000
    ATTRIBUTE_0_WITH_GET = 0x002000
    BLOCK_TRANSFER_WITH_GET_OR_READ = 0x001000
    BLOCK_TRANSFER_WITH_SET_OR_WRITE = 0x000800
    BLOCK_TRANSFER_WITH_ACTION = 0x000400
    MULTIPLE_REFERENCES = 0x000200
    INFORMATION_REPORT = 0x000100
    DATA_NOTIFICATION = 0x000080
    ACCESS = 0x000040
    PARAMETERIZED_ACCESS = 0x000020
    GET = 0x000010
    SET = 0x000008
    SELECTIVE_ACCESS = 0x000004
    EVENT_NOTIFICATION = 0x000002
    ACTION = 0x000001

    @property
    def label(self) -> str:
        names = [name.lower().replace("_", "-") for name, bit in type(self).__members__.items() if self & bit]
        if int(self) & ~sum(type(self)):
            names.append("reserved")
        return f"{int(self):06X} {', '.join(names) or 'nothing'}"

    def beyond(self, proposal: "Conformance") -> "Conformance":
        """What is not in a proposal; of all 24 bits, as `~proposal` knows nothing of the reserved ones."""
        return Conformance(int(self) & ~int(proposal))


class ConformanceBlock(Kind[Conformance]):
    """[APPLICATION 31] IMPLICIT BIT STRING (SIZE(24)), BER coded inside A-XDR: 5F 1F 04 00 and three octets.

    The older one-octet tag, 5F 04 00, is accepted as the standard asks for the
    sake of existing meters; what is sent is always the full tag.
    """

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[Conformance, int]:
        for head in (b"\x5f\x1f\x04\x00", b"\x5f\x04\x00"):
            start = at + len(head)
            if octets[at : min(start, end)] == head:
                if start + 3 > end:
                    raise too_short(3, start, end, field)
                return Conformance(int.from_bytes(octets[start : start + 3], "big")), start + 3
        found = in_hex(octets[at : min(at + 4, end)])
        raise ProtocolViolation(found, "0x5F 1F 04 00", offset=at, field=field)

    def encode(self, value: Conformance, field: str) -> bytes:
        if not 0 <= value < 1 << 24:
            raise ValueError(f"{field}: {int(value):X}, wanted 24 bits")
        return b"\x5f\x1f\x04\x00" + int(value).to_bytes(3, "big")

    def text(self, value: Conformance) -> str:
        return value.label


@message(tag=b"\x01")
class InitiateRequest(Message):
    dedicated_key: bytes | None = wire(Maybe(OCTET_STRING), default=None)
    response_allowed: bool | None = wire(Maybe(BOOLEAN), default=None)
    """None stands for the default, true."""
    proposed_quality_of_service: int | None = wire(Maybe(I8), default=None)
    proposed_dlms_version_number: int = wire(U8, default=DLMS_VERSION)
    proposed_conformance: Conformance = wire(ConformanceBlock(), default=Conformance.GET)
    client_max_receive_pdu_size: int = wire(U16, default=0xFFFF)


@message(tag=b"\x08")
class InitiateResponse(Message):
    negotiated_quality_of_service: int | None = wire(Maybe(I8), default=None)
    negotiated_dlms_version_number: int = wire(U8, default=DLMS_VERSION)
    negotiated_conformance: Conformance = wire(ConformanceBlock(), default=Conformance.GET)
    server_max_receive_pdu_size: int = wire(U16, default=0xFFFF)
    vaa_name: int = wire(U16, default=LONG_NAME)
