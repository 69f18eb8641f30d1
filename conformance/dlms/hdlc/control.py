"""The control field: what kind of frame, its numbers and its poll/final bit (ISO/IEC 13239; IEC 62056-46 6.4.3)."""

from enum import Enum
from typing import NamedTuple

POLL_FINAL = 0x10


class FrameKind(Enum):
    """Commands and responses of COSEM's HDLC, by their control octet without numbers and poll/final bit."""

    I = 0x00  # noqa: E741 - the standard's own name
    RR = 0x01
    RNR = 0x05
    SNRM = 0x83
    UA = 0x63
    DISC = 0x43
    DM = 0x0F
    FRMR = 0x87
    UI = 0x03


_UNNUMBERED = {kind.value: kind for kind in FrameKind if kind.value & 3 == 3}
_SUPERVISORY = {kind.value: kind for kind in (FrameKind.RR, FrameKind.RNR)}


class Control(NamedTuple):
    """A control octet taken apart; `kind` is None where the octet is none that COSEM uses."""

    kind: FrameKind | None
    poll_final: bool
    send_number: int = 0
    receive_number: int = 0

    @classmethod
    def decode(cls, octet: int) -> "Control":
        poll_final = bool(octet & POLL_FINAL)
        if not octet & 1:
            return cls(FrameKind.I, poll_final, octet >> 1 & 7, octet >> 5)
        if octet & 3 == 1:
            return cls(_SUPERVISORY.get(octet & 0x0F), poll_final, 0, octet >> 5)
        return cls(_UNNUMBERED.get(octet & ~POLL_FINAL), poll_final)

    def encode(self) -> int:
        if self.kind is None:
            raise ValueError("a control field without a kind has no octet")
        if not (0 <= self.send_number < 8 and 0 <= self.receive_number < 8):
            raise ValueError(f"N(S)={self.send_number} N(R)={self.receive_number}: numbers go from 0 to 7")
        octet = self.kind.value | (POLL_FINAL if self.poll_final else 0)
        if self.kind is FrameKind.I:
            return octet | self.send_number << 1 | self.receive_number << 5
        if self.kind in (FrameKind.RR, FrameKind.RNR):
            return octet | self.receive_number << 5
        return octet

    def __str__(self) -> str:
        if self.kind is None:
            return "unknown"
        numbers = {
            FrameKind.I: f" N(S)={self.send_number} N(R)={self.receive_number}",
            FrameKind.RR: f" N(R)={self.receive_number}",
            FrameKind.RNR: f" N(R)={self.receive_number}",
        }.get(self.kind, "")
        return f"{self.kind.name}{numbers}{' P/F' if self.poll_final else ''}"
