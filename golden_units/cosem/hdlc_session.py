"""An HDLC line with a golden server on it: one data link connection per client address (IEC 62056-46)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.clock import NANOSECONDS
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.line import HdlcReceiver
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.secondary import HdlcSecondary
from conformance.dlms.llc import LLC_COMMAND, LLC_RESPONSE, strip_llc
from conformance.errors import ProtocolViolation

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer
    from golden_units.cosem.server import CosemServer


@dataclass(frozen=True, slots=True)
class HdlcProfile:
    """How a server is addressed by HDLC, and what it is able to do."""

    address_octets: int = 1
    lower: int = 0
    """Physical address; not used in the one-octet form."""

    abilities: HdlcParameters = field(default_factory=lambda: HdlcParameters(512, 512, 7, 7))
    inactivity_timeout_s: int = 120
    """0 keeps connections for ever."""

    inter_octet_timeout_ms: int = 500


class HdlcSession:
    """Frames for other stations, and what is no frame, get no answer."""

    def __init__(self, server: CosemServer) -> None:
        self.server = server
        self.profile = server.hdlc
        self.receiver = HdlcReceiver(self.profile.inter_octet_timeout_ms * (NANOSECONDS // 1000))
        self.connections: dict[tuple[HdlcAddress, HdlcAddress], HdlcSecondary] = {}
        self._associations: dict[tuple[HdlcAddress, HdlcAddress], AssociationServer] = {}
        self._outgoing: list[bytes | None] = []

    def receive(self, octets: bytes, now: int) -> list[bytes | None]:
        for frame in self.frames(octets, now):
            if self.is_for_us(frame):
                self.serve(frame, now)
        return self._take_outgoing()

    def frames(self, octets: bytes, now: int) -> list[HdlcFrame]:
        """Frames whose check sequences hold; anything else is dropped."""
        arrivals = self.receiver.feed(octets, now)
        return [arrival.frame for arrival in arrivals if arrival.frame is not None]

    def is_for_us(self, frame: HdlcFrame) -> bool:
        """True if the destination is a logical device here, in the address form of this line."""
        address = frame.destination
        if frame.source.width != 1 or address.width != self.profile.address_octets:
            return False
        if address.width > 1 and address.lower != self.profile.lower:
            return False
        return self.association(frame) is not None

    def serve(self, frame: HdlcFrame, now: int) -> None:
        connection, association = self.connection(frame), self.association(frame)
        generation = connection.generation
        connection.receive(frame, now)
        if association is None:
            return
        if connection.generation != generation:
            association.lose_link()
        while connection.received_data:
            answer = self.serve_data(association, connection.received_data.popleft(), now)
            if answer is not None:
                connection.queue_data(answer)
        connection.respond()

    def serve_data(self, association: AssociationServer, data: bytes, now: int) -> bytes | None:
        try:
            apdu = strip_llc(data, LLC_COMMAND)
        except ProtocolViolation:
            return None
        answer = association.serve(apdu, now)
        return None if answer is None else LLC_RESPONSE + answer

    def connection(self, frame: HdlcFrame) -> HdlcSecondary:
        key = (frame.source, frame.destination)
        if key not in self.connections:
            timeout = self.profile.inactivity_timeout_s
            self.connections[key] = self.server.parts.hdlc_secondary(
                frame.destination,
                frame.source,
                self.profile.abilities,
                lambda answer: self._outgoing.append(self.encode(answer)),
                inactivity_timeout_ns=timeout * NANOSECONDS if timeout else None,
            )
        return self.connections[key]

    def encode(self, frame: HdlcFrame) -> bytes:
        return frame.encode()

    def association(self, frame: HdlcFrame) -> AssociationServer | None:
        """The association of the client and the logical device of a frame; nothing is kept for strangers."""
        key = (frame.source, frame.destination)
        association = self._associations.get(key)
        if association is None:
            association = self.server.new_association(frame.source.upper, frame.destination.upper)
            if association is not None:
                self._associations[key] = association
        return association

    def _take_outgoing(self) -> list[bytes | None]:
        outgoing, self._outgoing = self._outgoing, []
        return outgoing

    def end(self) -> None:
        for association in self._associations.values():
            association.lose_link()

    def next_deadline(self) -> int | None:
        deadlines = [self.receiver.next_deadline()]
        deadlines += [connection.next_deadline() for connection in self.connections.values()]
        return min((deadline for deadline in deadlines if deadline is not None), default=None)

    def tick(self, now: int) -> list[bytes | None]:
        self.receiver.tick(now)
        for key, connection in self.connections.items():
            generation = connection.generation
            connection.tick(now)
            association = self._associations.get(key)
            if connection.generation != generation and association is not None:
                association.lose_link()
        return self._take_outgoing()
