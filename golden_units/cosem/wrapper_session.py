"""Wrapper PDUs of one connection or one UDP peer: whom they are for, and the way back (IEC 62056-47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dlms.wrapper import WRAPPER_VERSION, WrapperPdu, WrapperStream
from conformance.errors import ProtocolViolation

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer
    from golden_units.cosem.server import CosemServer


class WrapperSession:
    """Every pair of client and server wPort has an association of its own."""

    def __init__(self, server: CosemServer) -> None:
        self.server = server
        self.stream = WrapperStream()
        self._associations: dict[tuple[int, int], AssociationServer] = {}

    def receive(self, octets: bytes, now: int) -> list[bytes | None]:
        answers: list[bytes | None] = []
        for pdu in self.stream.feed(octets):
            answer = self.serve(WrapperPdu.decode(pdu), now)
            if answer is not None:
                answers.append(answer)
        return answers

    def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
        if pdu.version != WRAPPER_VERSION or not pdu.apdu:
            return None
        association = self.association(pdu.source_wport, pdu.destination_wport)
        if association is None:
            return None
        apdu = association.serve(pdu.apdu, now)
        return None if apdu is None else self.respond(pdu, apdu)

    def respond(self, pdu: WrapperPdu, apdu: bytes) -> bytes:
        return WrapperPdu(WRAPPER_VERSION, pdu.destination_wport, pdu.source_wport, apdu).encode()

    def association(self, client_sap: int, server_sap: int) -> AssociationServer | None:
        """The association of two wPorts; None if either is unknown here, and nothing is kept for it."""
        key = (client_sap, server_sap)
        association = self._associations.get(key)
        if association is None:
            association = self.server.new_association(client_sap, server_sap)
            if association is not None:
                self._associations[key] = association
        return association

    def end(self) -> None:
        """The connection has gone, and its associations with it."""
        for association in self._associations.values():
            association.lose_link()

    def next_deadline(self) -> int | None:
        return None

    def tick(self, now: int) -> list[bytes | None]:
        return []


class DatagramSession(WrapperSession):
    """Over UDP a datagram holds exactly one wrapper PDU; anything else in it is dropped."""

    def receive(self, octets: bytes, now: int) -> list[bytes | None]:
        try:
            pdu = WrapperPdu.decode(octets)
        except ProtocolViolation:
            return []
        answer = self.serve(pdu, now)
        return [] if answer is None else [answer]
