"""A COSEM server as a unit: sessions on its ports, associations on its logical devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conformance.dlms.hdlc.secondary import HdlcSecondary
from golden_units.cosem.association_server import SERVER_MAX_RECEIVE_PDU_SIZE, AssociationServer
from golden_units.cosem.hdlc_session import HdlcProfile, HdlcSession
from golden_units.cosem.object_model import Client, LogicalDevice
from golden_units.cosem.services import Services
from golden_units.cosem.wrapper_session import DatagramSession, WrapperSession
from golden_units.unit import Output

DATAGRAM = "wrapper-datagram"
"""Framing of UDP ports: one wrapper PDU in each arrival."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a server is made of. A defect replaces one part by a faulty heir."""

    association_server: type[AssociationServer] = AssociationServer
    services: Services = field(default_factory=Services)
    wrapper_session: type[WrapperSession] = WrapperSession
    datagram_session: type[DatagramSession] = DatagramSession
    hdlc_session: type[HdlcSession] = HdlcSession
    hdlc_secondary: type[HdlcSecondary] = HdlcSecondary


class CosemServer:
    """Serves any number of ports at once; each has a session of its own."""

    def __init__(
        self,
        devices: Mapping[int, LogicalDevice],
        clients: Sequence[Client],
        *,
        hdlc: HdlcProfile,
        parts: Parts,
        server_max_receive_pdu_size: int = SERVER_MAX_RECEIVE_PDU_SIZE,
    ) -> None:
        self.devices = dict(devices)
        self.clients = {client.sap: client for client in clients}
        self.hdlc = hdlc
        self.parts = parts
        self.server_max_receive_pdu_size = server_max_receive_pdu_size
        self._sessions: dict[str, WrapperSession | HdlcSession] = {}
        self._framings: dict[str, str] = {}

    def new_association(self, client_sap: int, server_sap: int) -> AssociationServer | None:
        """The association of a client that may associate with a logical device that exists; else None."""
        client, device = self.clients.get(client_sap), self.devices.get(server_sap)
        if client is None or device is None:
            return None
        return self.parts.association_server(
            device,
            client,
            self.parts.services,
            server_sap=server_sap,
            server_max_receive_pdu_size=self.server_max_receive_pdu_size,
        )

    def connect(self, port: str, framing: str, now: int) -> None:
        self._framings[port] = framing
        self._sessions[port] = self._new_session(framing)

    def _new_session(self, framing: str) -> WrapperSession | HdlcSession:
        if framing == "hdlc":
            return self.parts.hdlc_session(self)
        return self.parts.datagram_session(self) if framing == DATAGRAM else self.parts.wrapper_session(self)

    def disconnect(self, port: str, now: int) -> None:
        session = self._sessions.pop(port, None)
        if session is not None:
            session.end()
            del self._framings[port]

    def receive(self, port: str, octets: bytes, now: int) -> list[Output]:
        return [(port, answer) for answer in self._sessions[port].receive(octets, now)]

    def next_deadline(self) -> int | None:
        deadlines = [session.next_deadline() for session in self._sessions.values()]
        return min((deadline for deadline in deadlines if deadline is not None), default=None)

    def tick(self, now: int) -> list[Output]:
        return [(port, answer) for port, session in self._sessions.items() for answer in session.tick(now)]

    def restart(self) -> list[Output]:
        """As after a loss of power: every session begins anew, and TCP connections are gone."""
        streams = [port for port, framing in self._framings.items() if framing == "wrapper"]
        for port, session in self._sessions.items():
            session.end()
            self._sessions[port] = self._new_session(self._framings[port])
        return [(port, None) for port in streams]
