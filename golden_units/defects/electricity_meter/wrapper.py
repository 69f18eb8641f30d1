"""Faults of the wrapper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dlms.wrapper import HEADER_OCTETS, WRAPPER_VERSION, WrapperPdu
from conformance.errors import ProtocolViolation
from golden_units.cosem.wrapper_session import WrapperSession
from golden_units.defects.base import Defect

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer


class IgnoresVersion(WrapperSession):
    def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
        return super().serve(replace(pdu, version=WRAPPER_VERSION), now)


class ComparesVersionInOneOctet(WrapperSession):
    def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
        return super().serve(replace(pdu, version=pdu.version & 0xFF), now)


class TakesNoVersionForItsOwn(WrapperSession):
    def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
        return super().serve(replace(pdu, version=pdu.version or WRAPPER_VERSION), now)


class ComparesPortsInFourBits(WrapperSession):
    def association(self, client_sap: int, server_sap: int) -> AssociationServer | None:
        known = {sap & 0x0F: sap for sap in self.server.devices}
        is_device = server_sap < 0x70
        return super().association(client_sap, known.get(server_sap & 0x0F, 0) if is_device else server_sap)


class IgnoresABitOfPorts(WrapperSession):
    ignored = 0x02

    def association(self, client_sap: int, server_sap: int) -> AssociationServer | None:
        known = {sap | self.ignored: sap for sap in self.server.devices}
        return super().association(client_sap, known.get(server_sap | self.ignored, server_sap))


class ComparesPortsInFifteenBits(IgnoresABitOfPorts):
    ignored = 0x8000


class AnswersUnderVersionZero(WrapperSession):
    def respond(self, pdu: WrapperPdu, apdu: bytes) -> bytes:
        return b"\x00\x00" + super().respond(pdu, apdu)[2:]


class DoesNotSwapPorts(WrapperSession):
    def respond(self, pdu: WrapperPdu, apdu: bytes) -> bytes:
        return WrapperPdu(WRAPPER_VERSION, pdu.source_wport, pdu.destination_wport, apdu).encode()


class CountsHeader(WrapperSession):
    def respond(self, pdu: WrapperPdu, apdu: bytes) -> bytes:
        answer = super().respond(pdu, apdu)
        return answer[:6] + len(answer).to_bytes(2, "big") + answer[HEADER_OCTETS:]


class ServesEveryPort(WrapperSession):
    def association(self, client_sap: int, server_sap: int) -> AssociationServer | None:
        known = self.server.devices
        return super().association(client_sap, server_sap if server_sap in known else min(known))


class TakesArrivalsForPdus(WrapperSession):
    """Expects every arrival to be exactly one PDU."""

    def receive(self, octets: bytes, now: int) -> list[bytes | None]:
        try:
            pdu = WrapperPdu.decode(octets)
        except ProtocolViolation:
            return []
        answer = self.serve(pdu, now)
        return [] if answer is None else [answer]


class ServesOnePduPerArrival(WrapperSession):
    def receive(self, octets: bytes, now: int) -> list[bytes | None]:
        return super().receive(octets, now)[:1]


class IgnoresLength(WrapperSession):
    """Takes whatever arrives behind a header for its APDU."""

    def receive(self, octets: bytes, now: int) -> list[bytes | None]:
        length = len(octets) - HEADER_OCTETS
        if length >= 0:
            octets = octets[:6] + length.to_bytes(2, "big") + octets[HEADER_OCTETS:]
        return super().receive(octets, now)


class SwallowsPduBehindEmptyOne(WrapperSession):
    """Waits for an APDU even where the header announces none."""

    is_waiting = False

    def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
        was_waiting, self.is_waiting = self.is_waiting, not pdu.apdu
        return None if was_waiting else super().serve(pdu, now)


DEFECTS = (
    Defect(
        "wrapper-ignores-version",
        "DLMS-WRAPPER-VERSION",
        "Wrapper PDUs of any version are served.",
        parts={"wrapper_session": IgnoresVersion},
    ),
    Defect(
        "wrapper-version-of-one-octet",
        "DLMS-WRAPPER-VERSION",
        "Of the version in a wrapper header only the lower octet is looked at.",
        parts={"wrapper_session": ComparesVersionInOneOctet},
    ),
    Defect(
        "wrapper-version-zero-served",
        "DLMS-WRAPPER-VERSION",
        "Wrapper PDUs of version 0 are served.",
        parts={"wrapper_session": TakesNoVersionForItsOwn},
    ),
    Defect(
        "wrapper-ports-of-four-bits",
        "DLMS-WRAPPER-UNKNOWN-PORT",
        "Of a server wPort only the lower four bits are compared, for all but the reserved ones.",
        parts={"wrapper_session": ComparesPortsInFourBits},
    ),
    Defect(
        "wrapper-ignores-a-bit-of-ports",
        "DLMS-WRAPPER-UNKNOWN-PORT",
        "The second bit of a server wPort is not compared.",
        parts={"wrapper_session": IgnoresABitOfPorts},
    ),
    Defect(
        "wrapper-ports-of-fifteen-bits",
        "DLMS-WRAPPER-UNKNOWN-PORT",
        "Of a server wPort only the lower fifteen bits are compared.",
        parts={"wrapper_session": ComparesPortsInFifteenBits},
    ),
    Defect(
        "wrapper-answers-under-version-zero",
        "DLMS-WRAPPER-VERSION",
        "Answers carry version 0.",
        parts={"wrapper_session": AnswersUnderVersionZero},
    ),
    Defect(
        "wrapper-does-not-swap-ports",
        "DLMS-WRAPPER-PORTS",
        "Answers carry the wPorts as the request had them.",
        parts={"wrapper_session": DoesNotSwapPorts},
    ),
    Defect(
        "wrapper-counts-header",
        "DLMS-WRAPPER-LENGTH",
        "The length in answers counts the eight octets of the header as well.",
        parts={"wrapper_session": CountsHeader},
    ),
    Defect(
        "wrapper-takes-arrivals-for-pdus",
        "DLMS-WRAPPER-LENGTH",
        "What arrives at once is dropped unless it is exactly one wrapper PDU.",
        parts={"wrapper_session": TakesArrivalsForPdus},
    ),
    Defect(
        "wrapper-serves-one-pdu-per-arrival",
        "DLMS-WRAPPER-LENGTH",
        "Of several wrapper PDUs that arrive at once only the first is answered.",
        parts={"wrapper_session": ServesOnePduPerArrival},
    ),
    Defect(
        "wrapper-ignores-length",
        "DLMS-WRAPPER-LENGTH",
        "Whatever arrives behind a header is served as its APDU, whatever length was announced.",
        parts={"wrapper_session": IgnoresLength},
    ),
    Defect(
        "wrapper-swallows-pdu-behind-empty-one",
        "DLMS-WRAPPER-LENGTH",
        "The wrapper PDU after one of length zero is not answered.",
        parts={"wrapper_session": SwallowsPduBehindEmptyOne},
    ),
    Defect(
        "wrapper-serves-every-port",
        "DLMS-WRAPPER-UNKNOWN-PORT",
        "PDUs for unknown server wPorts are served by the management logical device.",
        parts={"wrapper_session": ServesEveryPort},
    ),
)
