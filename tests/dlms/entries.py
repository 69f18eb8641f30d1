"""Where octets of a peer come in: each decoder with the messages that are made hostile for it, and how they are mended.

Mending lets a hostile message past what a decoder checks first (an outer
length, a check sequence), so that what lies behind is reached.
"""

from collections.abc import Callable
from typing import NamedTuple

from conformance.codec.checksum import crc16_x25
from conformance.codec.length import LENGTH
from conformance.dlms.aare import Aare
from conformance.dlms.aarq import Aarq
from conformance.dlms.apdu import APDUS, decode_apdu
from conformance.dlms.data import decode_data
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.stream import HdlcStream
from conformance.dlms.release import Rlre, Rlrq
from conformance.dlms.wrapper import WrapperPdu, WrapperStream
from tests.codec.mangler import Mangler, Repair
from tests.dlms.known import vectors

SEED = 20260419

Decode = Callable[[bytes], object]


class Entry(NamedTuple):
    decode: Decode
    classes: tuple[str, ...]
    """Whose vectors are made hostile."""
    repair: Repair | None = None

    def mangler(self) -> Mangler:
        return Mangler(messages_of(*self.classes), SEED, self.repair)


def messages_of(*classes: str) -> list[bytes]:
    """The known messages of some classes, those of many thousand octets apart."""
    return [vector.octets for vector in vectors() if vector.class_name in classes and len(vector.octets) <= 600]


def hdlc(octets: bytes) -> None:
    """As a receiver does it, and once more without one."""
    for delimited in HdlcStream().feed(octets):
        if delimited.is_frame:
            HdlcFrame.decode(delimited.octets)
    HdlcFrame.decode(octets)


def wrapper(octets: bytes) -> None:
    for pdu in WrapperStream().feed(octets):
        WrapperPdu.decode(pdu)
    WrapperPdu.decode(octets)


def mended_frame(octets: bytes) -> bytes:
    inner = octets.strip(b"\x7e")[2:]
    length = len(inner) + 2
    if not 9 < length < 0x800:
        return octets
    head = bytes((octets[1] & 0x08 | 0xA0 | length >> 8, length & 0xFF)) + inner[:-2]
    at = 2
    for _ in range(2):  # over both addresses
        while at < len(head) and not head[at] & 1:
            at += 1
        at += 1
    if at + 3 < len(head):
        head = head[: at + 1] + crc16_x25(head[: at + 1]) + head[at + 3 :]
    return b"\x7e" + head + crc16_x25(head) + b"\x7e"


def mended_component(octets: bytes) -> bytes:
    content = octets[2:]
    return octets[:1] + LENGTH.encode(len(content), "length") + content


def mended_pdu(octets: bytes) -> bytes:
    return octets[:6] + len(octets[8:]).to_bytes(2, "big") + octets[8:]


def mended_parameters(octets: bytes) -> bytes:
    return octets[:2] + bytes((len(octets[3:]) & 0xFF,)) + octets[3:]


APDU_NAMES = tuple(cls.__name__ for cls in APDUS)

ENTRIES: dict[str, Entry] = {
    "hdlc": Entry(hdlc, ("HdlcFrame",), mended_frame),
    "wrapper": Entry(wrapper, ("WrapperPdu",), mended_pdu),
    "aarq": Entry(Aarq.decode, ("Aarq",), mended_component),
    "aare": Entry(Aare.decode, ("Aare",), mended_component),
    "rlrq": Entry(Rlrq.decode, ("Rlrq",), mended_component),
    "rlre": Entry(Rlre.decode, ("Rlre",), mended_component),
    "apdu": Entry(decode_apdu, APDU_NAMES),
    "data": Entry(decode_data, ("Data",)),
    "parameters": Entry(HdlcParameters.decode, ("HdlcParameters",), mended_parameters),
}
