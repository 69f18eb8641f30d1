"""Faults with frames that are cut short, torn apart, or addressed and numbered as they should not be."""

from __future__ import annotations

from conformance.codec.checksum import crc16_x25
from conformance.dlms.hdlc.address import HdlcAddress, decode_address
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import FLAG, HdlcFrame
from conformance.dlms.hdlc.line import HdlcReceiver
from conformance.dlms.hdlc.secondary import HdlcSecondary
from golden_units.cosem.hdlc_session import HdlcSession
from golden_units.cosem.server import CosemServer
from golden_units.defects.base import Defect
from golden_units.defects.electricity_meter.hdlc_frames import TakesWholeArrivals

SHORT = 6
"""Octets between the flags of a frame that lacks an address."""

YEAR_NS = 365 * 86_400 * 10**9


class GuessesSource(HdlcSession):
    """Takes a frame without a source address for one of the client that spoke last."""

    latest: HdlcAddress | None = None

    def frames(self, octets: bytes, now: int) -> list[HdlcFrame]:
        found = super().frames(octets, now)
        if found:
            self.latest = found[-1].source
        return found or self.completed(octets)

    def completed(self, octets: bytes) -> list[HdlcFrame]:
        is_short = len(octets) == SHORT + 2 and octets[:1] == octets[-1:] == FLAG
        if self.latest is None or not is_short or octets[-3:-1] != crc16_x25(octets[1:-3]):
            return []
        return [self.guessed(octets[3], octets[4], self.latest)]

    def guessed(self, address: int, control: int, latest: HdlcAddress) -> HdlcFrame:
        return HdlcFrame(HdlcAddress(address >> 1), latest, control)


class GuessesDestination(GuessesSource):
    """Takes a frame with one address for one that names its sender alone, as on a line of two."""

    def guessed(self, address: int, control: int, latest: HdlcAddress) -> HdlcFrame:
        return HdlcFrame(HdlcAddress(min(self.server.devices)), HdlcAddress(address >> 1), control)


class ClosesOnShortFrames(GuessesSource):
    """Ends the connection after whatever has a right check sequence and is no frame."""

    def completed(self, octets: bytes) -> list[HdlcFrame]:
        bare = octets.strip(FLAG)
        if self.latest is not None and len(bare) in range(3, SHORT + 1) and bare[-2:] == crc16_x25(bare[:-2]):
            for connection in self.connections.values():
                connection.reset()
                connection.received(FrameKind.DISC)
        return []


class ClampsReceiveNumber(HdlcSecondary):
    """Takes any N(R) that cannot be for a confirmation of all that was sent."""

    def acknowledge(self, control: Control) -> None:
        first = (self.send_number - len(self._unacknowledged)) % 8
        count = (control.receive_number - first) % 8
        if count > len(self._unacknowledged) + self._requeued:
            control = control._replace(receive_number=self.send_number)
        super().acknowledge(control)


class WaitsForEver(HdlcSession):
    """Has no inter-octet time-out, although its setup shows one."""

    def __init__(self, server: CosemServer) -> None:
        super().__init__(server)
        self.receiver = HdlcReceiver(YEAR_NS)


class AnswersEveryFormInItsOwn(HdlcSession):
    """Takes its address in any form, and answers in the one it was set up with."""

    def is_for_us(self, frame: HdlcFrame) -> bool:
        frame.destination = HdlcAddress(frame.destination.upper, self.profile.lower, self.profile.address_octets)
        return super().is_for_us(frame)


class TakesFiveOctetAddresses(TakesWholeArrivals):
    """Reads the last octet of an address and skips those before it, however many."""

    def forgives(self, octets: bytes) -> bool:
        return octets[3:7] == bytes(4) and octets[-3:-1] == crc16_x25(octets[1:-3])

    def bare(self, body: bytes) -> HdlcFrame:
        _, at = decode_address(body, 6, len(body), "destination address")
        return super().bare(body[:2] + body[6:at] + body[at:])


DEFECTS = (
    Defect(
        "hdlc-guesses-source-address",
        "DLMS-HDLC-FLAG",
        "A frame without a source address is served for the client that spoke last.",
        parts={"hdlc_session": GuessesSource},
    ),
    Defect(
        "hdlc-guesses-destination-address",
        "DLMS-HDLC-FLAG",
        "A frame with one address is taken for one that names its sender alone.",
        parts={"hdlc_session": GuessesDestination},
    ),
    Defect(
        "hdlc-closes-on-short-frames",
        "DLMS-HDLC-FLAG",
        "A frame that is too short ends the connection.",
        parts={"hdlc_session": ClosesOnShortFrames},
    ),
    Defect(
        "hdlc-clamps-receive-number",
        "DLMS-HDLC-RECEIVE-NUMBER",
        "An N(R) that confirms what was never sent is taken to confirm all that was.",
        parts={"hdlc_secondary": ClampsReceiveNumber},
    ),
    Defect(
        "hdlc-waits-for-ever-within-frames",
        "DLMS-HDLC-INTER-OCTET",
        "A frame may pause in its midst for as long as it likes, whatever inter-octet time the HDLC setup shows.",
        parts={"hdlc_session": WaitsForEver},
    ),
    Defect(
        "hdlc-answers-every-form-in-its-own",
        "DLMS-HDLC-ADDRESS",
        "The server address is taken in any form, and answered in the form that was set up.",
        parts={"hdlc_session": AnswersEveryFormInItsOwn},
    ),
    Defect(
        "hdlc-takes-five-octet-addresses",
        "DLMS-HDLC-ADDRESS",
        "A server address of five octets is read as one of its last octet.",
        parts={"hdlc_session": TakesFiveOctetAddresses},
    ),
)
