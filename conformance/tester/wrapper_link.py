"""APDUs in wrapper PDUs, over TCP, UDP or a link in memory (IEC 62056-47)."""

from conformance.codec.tree import hex_text
from conformance.dlms.wrapper import WRAPPER_VERSION, WrapperPdu, WrapperStream
from conformance.errors import ProtocolViolation
from conformance.steps import Step
from conformance.tester.exchange import Exchange
from conformance.tester.link import Link

CLAUSE = "IEC 62056-47 5.3.2"


class WrapperLink(Link):
    """The wrapper has no connection of its own: connected means that the port is open."""

    framing = "wrapper"

    def __init__(self, exchange: Exchange, step: Step, *, client_sap: int, server_sap: int) -> None:
        super().__init__(exchange, step, client_sap=client_sap, server_sap=server_sap)
        self._stream = WrapperStream()

    def connect(self) -> None:
        if not self.exchange.is_open:
            self._stream = WrapperStream()
            self.closed_because = ""
            self.exchange.open()

    def disconnect(self) -> bool:
        return False

    def pdu(self, apdu: bytes) -> WrapperPdu:
        """The wrapper PDU in which an APDU would leave, for cases that change it first."""
        return WrapperPdu(WRAPPER_VERSION, self.client_sap, self.server_sap, apdu)

    def frame(self, apdu: bytes) -> bytes:
        return self.pdu(apdu).encode()

    def send_apdu(self, apdu: bytes) -> None:
        self.send_octets(self.frame(apdu))

    def receive(self, octets: bytes, now: int) -> None:
        for pdu in self._stream.feed(octets):
            if not self.is_echo(pdu):
                self.apdus.append(self._check(WrapperPdu.decode(pdu)))

    def _check(self, pdu: WrapperPdu) -> bytes:
        found = (pdu.version, pdu.source_wport, pdu.destination_wport)
        wanted = (WRAPPER_VERSION, self.server_sap, self.client_sap)
        names = ("version", "source wPort", "destination wPort")
        for offset, (name, is_, should) in enumerate(zip(names, found, wanted, strict=True)):
            if is_ != should:
                raise ProtocolViolation(
                    str(is_), str(should), offset=2 * offset, field=f"wrapper {name}", clause=CLAUSE
                )
        self.valid_frames += 1
        return pdu.apdu

    def describe(self) -> str:
        return f"wrapper, client wPort {self.client_sap}, server wPort {self.server_sap}"

    def unfinished(self) -> str:
        held = self._stream.held
        return f"{len(held)} octets that are no wrapper PDU ({hex_text(held, 16)})" if held else ""
