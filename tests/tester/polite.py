"""A server that does what is right, as a script."""

from collections.abc import Iterable

from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from tests.hdlc.frames import response

F = FrameKind
UA, DM = response(F.UA).encode(), response(F.DM).encode()
ANSWER = response(F.I, 0, 1, information=b"\xe6\xe7\x00answer").encode()


def kind(octets: bytes) -> FrameKind | None:
    return HdlcFrame.decode(octets).kind


def polite(octets: bytes) -> Iterable[tuple[float, bytes]]:
    answers = {F.SNRM: UA, F.DISC: UA, F.I: ANSWER, F.RR: response(F.RR).encode()}
    return [(0.01, answers[asked])] if (asked := kind(octets)) in answers else []
