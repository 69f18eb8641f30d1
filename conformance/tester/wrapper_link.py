"""APDUs in wrapper PDUs, over TCP, UDP or a link in memory (IEC 62056-47)."""

import contextlib
from collections.abc import Iterator

from conformance.codec.tree import hex_text
from conformance.dlms.apdu import apdu_class
from conformance.dlms.wrapper import WRAPPER_VERSION, WrapperPdu, WrapperStream
from conformance.errors import ProtocolViolation
from conformance.steps import Step
from conformance.tester.exchange import Exchange
from conformance.tester.link import Link

OCTETS_BEFORE_LENGTH = 6

_HEADER = (
    ("version", "DLMS-WRAPPER-VERSION"),
    ("source wPort", "DLMS-WRAPPER-PORTS"),
    ("destination wPort", "DLMS-WRAPPER-PORTS"),
)
"""Words of the header that an answer has to match, each with its rule."""


class WrapperLink(Link):
    """The wrapper has no connection of its own: connected means that the port is open."""

    framing = "wrapper"

    def __init__(self, exchange: Exchange, step: Step, *, client_sap: int, server_sap: int) -> None:
        super().__init__(exchange, step, client_sap=client_sap, server_sap=server_sap)
        self._stream = WrapperStream()
        self._is_by_hand = False
        self._octets = b""
        """What has come while a case works by hand, and was not taken yet."""

    def connect(self) -> None:
        if not self.exchange.is_open:
            self.begin_anew()
            self.exchange.open()

    def begin_anew(self) -> None:
        super().begin_anew()
        self._stream = WrapperStream()
        self._octets = b""

    def disconnect(self) -> bool:
        return False

    def pdu(self, apdu: bytes) -> WrapperPdu:
        """The wrapper PDU in which an APDU would leave, for cases that change it first."""
        self.permit(apdu)
        return WrapperPdu(WRAPPER_VERSION, self.client_sap, self.server_sap, apdu)

    def frame(self, apdu: bytes) -> bytes:
        return self.pdu(apdu).encode()

    def send_apdu(self, apdu: bytes) -> None:
        self.send_octets(self.frame(apdu))

    @contextlib.contextmanager
    def by_hand(self) -> Iterator[None]:
        """While this lasts, what comes is kept as octets, and nobody judges its headers."""
        self._is_by_hand = True
        try:
            yield
        finally:
            self._is_by_hand = False
            self._octets = b""

    @contextlib.contextmanager
    def speaking_as(self, client_sap: int) -> Iterator[None]:
        """While this lasts, PDUs come from another client wPort, and answers have to go to it."""
        before, self.client_sap = self.client_sap, client_sap
        try:
            yield
        finally:
            self.client_sap = before

    def receive_octets(self, wanted: str) -> bytes:
        """All that comes as an answer, up to a silence as long as the DUT may make within one; for work by hand."""
        self._wait(lambda: bool(self._octets), wanted)
        known = 0
        while self.exchange.octets_received > known and not self.is_closed:
            known = self.exchange.octets_received
            self._listen(lambda: False, known, self.exchange.timing.response_timeout_ns)
        octets, self._octets = self._octets, b""
        return octets

    def settle(self) -> None:
        """Let a closing show that the DUT is free to do, where the next request is not to be sent twice."""
        if self._free_since == self.exchange.octets_received:
            self.linger()
            self.connect()
        self._free_since = None

    def linger(self) -> None:
        """Pause as a network might: a small part of what the DUT may take to answer."""
        self.exchange.run(lambda: self.is_closed, self.exchange.timing.response_timeout_ns // 10)

    def receive_apdu_or_silence(self) -> bytes | None:
        before, echoes = self.exchange.octets_received, self.echoes
        apdu = super().receive_apdu_or_silence()
        if apdu is None and self.echoes > echoes and not self._stream.held:
            raise ProtocolViolation("our own octets, sent back", "a wrapper PDU or silence", rule="DLMS-WRAPPER-PORTS")
        if apdu is None and self.exchange.octets_received > before and self._stream.held:
            raise ProtocolViolation(self.unfinished(), "a wrapper PDU or silence", rule="DLMS-WRAPPER-LENGTH")
        return apdu

    def receive(self, octets: bytes, now: int) -> None:
        if self._is_by_hand:
            self._octets += octets
            return
        for pdu in self._stream.feed(octets):
            if not self.is_echo(pdu):
                self.take_in(self._check(WrapperPdu.decode(pdu)))

    def _check(self, pdu: WrapperPdu) -> bytes:
        found = (pdu.version, pdu.source_wport, pdu.destination_wport)
        wanted = (WRAPPER_VERSION, self.server_sap, self.client_sap)
        for word, ((name, rule), is_, should) in enumerate(zip(_HEADER, found, wanted, strict=True)):
            if is_ != should:
                self.quality.lookalikes += apdu_class(pdu.apdu) is not None
                raise ProtocolViolation(_word(is_), _word(should), offset=2 * word, field=f"wrapper {name}", rule=rule)
        self.quality.verify()
        return pdu.apdu

    @property
    def is_understood(self) -> bool:
        """A PDU under a right header counts too, even if its length keeps it from ever being complete."""
        return super().is_understood or self._holds_right_header

    @property
    def _holds_right_header(self) -> bool:
        ports = WrapperPdu(WRAPPER_VERSION, self.server_sap, self.client_sap, b"").encode()[:OCTETS_BEFORE_LENGTH]
        return self._stream.held.startswith(ports)

    @property
    def broken_by_silence(self) -> str:
        return "DLMS-WRAPPER-LENGTH" if self._holds_right_header else ""

    def describe(self) -> str:
        return f"wrapper, client wPort {self.client_sap}, server wPort {self.server_sap}"

    def unfinished(self) -> str:
        held = self._stream.held
        return f"{len(held)} octets that are no wrapper PDU ({hex_text(held, 16)})" if held else ""


def _word(value: int) -> str:
    """A word of the header as one speaks of it, and as it stands on the line."""
    return f"{value} (0x{value:04X})"
