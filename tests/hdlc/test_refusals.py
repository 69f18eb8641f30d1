"""What looks like a refusal to a careless client, and is none: no case takes it for "not served"."""

from collections.abc import Callable

import pytest

from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.hdlc_session import HdlcSession
from golden_units.cosem.server import Parts
from golden_units.electricity_meter import ElectricityMeter
from tests.hdlc.attempts import Attempts
from tests.hdlc.attempts import attempts as attempts

GET = 0xC0
NAME = b"GLD0000000000001"


class Leaks(HdlcSession):
    """Answers a GET outside an association with data, in some hidden way."""

    _asked: HdlcFrame

    def serve(self, frame: HdlcFrame, now: int) -> None:
        self._asked = frame
        super().serve(frame, now)

    def serve_data(self, association: AssociationServer, data: bytes, now: int) -> bytes | None:
        if data[3] == GET and not association.machine.is_associated:
            return self.leak(b"\xe6\xe7\x00\xc4\x01" + data[5:6] + b"\x00\x09\x10" + NAME)
        return super().serve_data(association, data, now)

    def leak(self, data: bytes) -> bytes | None:
        raise NotImplementedError


class ByUi(Leaks):
    def leak(self, data: bytes) -> bytes | None:
        ui = HdlcFrame(self._asked.source, self._asked.destination, Control(FrameKind.UI, False).encode(), data)
        self._outgoing.append(ui.encode())
        return None


class AtTheNextPoll(Leaks):
    _kept: bytes | None = None

    def leak(self, data: bytes) -> bytes | None:
        self._kept = data
        return None

    def serve(self, frame: HdlcFrame, now: int) -> None:
        connection = self.connection(frame)
        if frame.kind is FrameKind.RR and connection.is_connected and self._kept is not None:
            connection.queue_data(self._kept)
            self._kept = None
        super().serve(frame, now)


class WithoutEnd(Leaks):
    """In a segment that says that more follows; RR is all that follows."""

    def leak(self, data: bytes) -> bytes | None:
        self.connection(self._asked)._queue.append((data, True))
        return None


class InEmptySegments(Leaks):
    """In segments of which only the first holds data, and none is the last."""

    def leak(self, data: bytes) -> bytes | None:
        self.connection(self._asked)._queue.extend([(data, True), *[(b"", True)] * 5000])
        return None


class AsGarbage(HdlcSession):
    """Whatever is refused by exception-response is answered by octets that are no frame."""

    def encode(self, frame: HdlcFrame) -> bytes:
        is_refusal = frame.information.startswith(b"\xe6\xe7\x00\xd8")
        return bytes.fromhex("00 FF 12 34 56 78") if is_refusal else super().encode(frame)


def meter(session: type[HdlcSession]) -> Callable[[], ElectricityMeter]:
    return lambda: ElectricityMeter(parts=Parts(hdlc_session=session))


@pytest.mark.parametrize("session", [ByUi, AtTheNextPoll, WithoutEnd, InEmptySegments, AsGarbage])
@pytest.mark.parametrize("case_id", ["DLMS-XDLMS-001", "DLMS-XDLMS-002", "DLMS-XDLMS-008"])
def test_no_refusal(case_id: str, session: type[HdlcSession], attempts: Attempts) -> None:
    result = attempts.run(case_id, meter(session), link="hdlc+golden")
    assert result["verdict"] == "FAIL", result["reason"]


@pytest.mark.parametrize("session", [WithoutEnd, InEmptySegments])
def test_a_unit_without_end_is_given_up_soon(session: type[HdlcSession], attempts: Attempts) -> None:
    """By the time that an answer may take, long before the limit of octets in a case."""
    result = attempts.run("DLMS-XDLMS-001", meter(session), link="hdlc+golden")
    assert "a segment that ends the data unit" in result["reason"]
