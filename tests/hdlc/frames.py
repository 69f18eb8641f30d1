"""Frames between a client and a server of the tests, and what they say."""

from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame

CLIENT, SERVER = HdlcAddress(16), HdlcAddress(1)


def command(
    kind: FrameKind,
    send_number: int = 0,
    receive_number: int = 0,
    *,
    poll: bool = True,
    information: bytes = b"",
    more: bool = False,
) -> HdlcFrame:
    """A frame of the client."""
    control = Control(kind, poll, send_number, receive_number).encode()
    return HdlcFrame(SERVER, CLIENT, control, information, more)


def response(
    kind: FrameKind,
    send_number: int = 0,
    receive_number: int = 0,
    *,
    final: bool = True,
    information: bytes = b"",
    more: bool = False,
) -> HdlcFrame:
    """A frame of the server."""
    control = Control(kind, final, send_number, receive_number).encode()
    return HdlcFrame(CLIENT, SERVER, control, information, more)


def words(frame: HdlcFrame) -> str:
    return str(Control.decode(frame.control))
