"""Faults of the data link layer."""

from conformance.codec.checksum import crc16_x25
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import FLAG, HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.secondary import HdlcSecondary
from golden_units.cosem.hdlc_session import HdlcSession
from golden_units.defects.base import Defect


class IgnoresProposal(HdlcSecondary):
    """Agrees to its own limits whatever the client proposes."""

    def accept_connection(self, frame: HdlcFrame, control: Control) -> None:
        super().accept_connection(frame, control)
        self.parameters = HdlcParameters(2030, 2030, 7, 7)

    def send_frame(self, kind: FrameKind, *, poll_final: bool = True, information: bytes = b"") -> None:
        if kind is FrameKind.UA and information:
            information = HdlcParameters(2030, 2030, 7, 7).encode()
        super().send_frame(kind, poll_final=poll_final, information=information)


class AcceptsWrongFcs(HdlcSession):
    """Takes frames whose FCS does not match."""

    def frames(self, octets: bytes, now: int) -> list[HdlcFrame]:
        arrivals = self.receiver.feed(octets, now)
        return [arrival.frame or self.mended(arrival.octets) for arrival in arrivals]

    def mended(self, octets: bytes) -> HdlcFrame:
        content = octets[1:-3]
        return HdlcFrame.decode(FLAG + content + crc16_x25(content) + FLAG)


class ConfirmsSnrmWithoutFinalBit(HdlcSecondary):
    """Sends UA without the final bit."""

    def send_frame(self, kind: FrameKind, *, poll_final: bool = True, information: bytes = b"") -> None:
        super().send_frame(kind, poll_final=poll_final and kind is not FrameKind.UA, information=information)


DEFECTS = (
    Defect(
        "hdlc-ignores-proposal",
        "DLMS-HDLC-NEGOTIATION",
        "UA carries the server's own limits even where the client proposed less.",
        parts={"hdlc_secondary": IgnoresProposal},
    ),
    Defect(
        "hdlc-ua-without-final-bit",
        "DLMS-HDLC-SNRM",
        "UA comes without the final bit.",
        parts={"hdlc_secondary": ConfirmsSnrmWithoutFinalBit},
    ),
    Defect(
        "hdlc-accepts-wrong-fcs",
        "DLMS-HDLC-FCS",
        "Frames are served although their check sequences do not match.",
        parts={"hdlc_session": AcceptsWrongFcs},
    ),
)
