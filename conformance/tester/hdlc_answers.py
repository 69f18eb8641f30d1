"""What frames of the DUT say, in the words that cases compare, and whole answers of several frames."""

from dataclasses import dataclass

from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.llc import LLC_OCTETS, LLC_RESPONSE
from conformance.errors import ProtocolViolation

_RESPONSES = bytes.fromhex("0C 0D 0E 61 63 C4 C5 C7 CC CD CF D4 D5 D7 D8")
"""Tags of APDUs that answer a request, ciphered or not; none of them is ever pushed."""


def said(frame: HdlcFrame | None) -> str:
    """What a frame says, for a case to compare: "I N(S)=1 N(R)=2 P/F", "DM P/F"; "silence" for none."""
    return "silence" if frame is None else str(Control.decode(frame.control))


def kind_of(frame: HdlcFrame | None) -> str:
    """What kind of frame it is: "I", "RR", "DM"; "silence" for none."""
    return said(frame).partition(" ")[0]


def idle(receive_number: int) -> tuple[str, ...]:
    """What a DUT may say that has nothing to send and expects this number: ready or, just as well, not ready."""
    return f"RR N(R)={receive_number} P/F", f"RNR N(R)={receive_number} P/F"


def is_idle(frame: HdlcFrame) -> bool:
    return frame.kind in (FrameKind.RR, FrameKind.RNR)


def unasked(frame: HdlcFrame) -> ProtocolViolation:
    """The violation that a frame is which the DUT sent without the right to."""
    found = f"{said(frame)} although the DUT had no right to send"
    wanted = "nothing before the next poll"
    return ProtocolViolation(found, wanted, field="HDLC control field", rule="DLMS-HDLC-POLL-FINAL")


def response_in(frame: HdlcFrame) -> bytes | None:
    """The APDU in a UI frame, if it is one that answers a request; what is pushed is no answer to anything."""
    header, apdu = frame.information[:LLC_OCTETS], frame.information[LLC_OCTETS:]
    is_response = frame.kind is FrameKind.UI and header == LLC_RESPONSE and apdu[:1] in _RESPONSES
    return apdu if is_response and apdu else None


@dataclass(frozen=True, slots=True)
class DataAnswer:
    """All I frames of one data unit, or the one frame that came instead."""

    frames: list[HdlcFrame]

    @property
    def said(self) -> str:
        """What the first frame says, without its final bit: where that stands is the DUT's choice of frames."""
        return said(self.frames[0]).removesuffix(" P/F")

    @property
    def kind(self) -> str:
        return kind_of(self.frames[0])

    @property
    def information(self) -> bytes:
        return b"".join(frame.information for frame in self.frames)

    @property
    def following(self) -> int:
        """The N(S) that is due next."""
        return (Control.decode(self.frames[-1].control).send_number + 1) % 8

    @property
    def is_unfinished(self) -> bool:
        """True while more segments have to come."""
        return self.kind == "I" and self.frames[-1].segmented

    def add(self, frame: HdlcFrame) -> None:
        """Take one more segment; its numbers go on from those of the last one."""
        last = Control.decode(self.frames[-1].control)
        due = f"I N(S)={self.following} N(R)={last.receive_number}"
        wanted = due if self.is_unfinished else "the end of the answer"
        found = said(frame).removesuffix(" P/F")
        if found != wanted:
            raise ProtocolViolation(found, wanted, field="HDLC control field", rule="DLMS-HDLC-SEQUENCE")
        self.frames.append(frame)
