"""The wrapper of COSEM over TCP and UDP (IEC 62056-47, IEC 62056-4-7).

Eight octets before every APDU: version, source wPort, destination wPort, length.
A wPort carries what HDLC carries as an address: 1 is the management logical
device, 16 the public client.
"""

from conformance.codec.kinds import U16, Counted
from conformance.codec.message import Message, message, wire

WRAPPER_VERSION = 1
HEADER_OCTETS = 8
COSEM_PORT = 4059
"""TCP and UDP port registered for DLMS/COSEM."""


@message()
class WrapperPdu(Message):
    version: int = wire(U16)
    source_wport: int = wire(U16)
    destination_wport: int = wire(U16)
    apdu: bytes = wire(Counted(U16))


class WrapperStream:
    """Cuts a stream of octets into whole wrapper PDUs; holds at most one incomplete PDU."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._wanted = 0
        """Octets without which what is held cannot become complete."""

    @property
    def held(self) -> bytes:
        """Octets of a PDU that is not complete yet."""
        return bytes(self._held)

    def feed(self, octets: bytes) -> list[bytes]:
        """Take the next octets; answers the PDUs that became complete, header included."""
        if self._held:
            self._held += octets
            if len(self._held) < self._wanted:
                return []
            octets = bytes(self._held)
            self._held.clear()
        pdus = []
        at, end = 0, len(octets)
        self._wanted = HEADER_OCTETS
        while end - at >= HEADER_OCTETS:
            behind = at + HEADER_OCTETS + (octets[at + 6] << 8 | octets[at + 7])
            if behind > end:
                self._wanted = behind - at
                break
            pdus.append(octets[at:behind])
            at = behind
        self._held += octets[at:]
        return pdus
