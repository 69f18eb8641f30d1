"""Faults in telling frames from what is none: flags, format, length, addresses, check sequences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.codec.checksum import crc16_x25
from conformance.dlms.hdlc.address import HdlcAddress, decode_address
from conformance.dlms.hdlc.frame import FLAG, FORMAT_TYPE, HdlcFrame
from conformance.errors import ProtocolViolation
from golden_units.cosem.hdlc_session import HdlcSession
from golden_units.defects.base import Defect

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer


class TakesWholeArrivals(HdlcSession):
    """Takes what arrives at once for one frame, if `forgives` says so of octets that are none."""

    def frames(self, octets: bytes, now: int) -> list[HdlcFrame]:
        return super().frames(octets, now) or self.forgiven(octets)

    def forgiven(self, octets: bytes) -> list[HdlcFrame]:
        if len(octets) < 9 or not self.forgives(octets):
            return []
        try:
            return [self.bare(octets[1:-1])]
        except ProtocolViolation:
            return []

    def forgives(self, octets: bytes) -> bool:
        raise NotImplementedError

    def bare(self, body: bytes) -> HdlcFrame:
        """A frame by its parts, whatever its format field and its check sequences are."""
        end = len(body)
        destination, at = decode_address(body, 2, end, "destination address")
        source, at = decode_address(body, at, end, "source address")
        return HdlcFrame(destination, source, body[at], body[at + 3 : -2])


def has_right_fcs(octets: bytes) -> bool:
    return octets[-3:-1] == crc16_x25(octets[1:-3])


class TakesAnyFormatType(TakesWholeArrivals):
    def forgives(self, octets: bytes) -> bool:
        return octets[1] >> 4 != FORMAT_TYPE and has_right_fcs(octets)


class IgnoresLengthField(TakesWholeArrivals):
    def forgives(self, octets: bytes) -> bool:
        length = (octets[1] & 7) << 8 | octets[2]
        return length != len(octets) - 2 and has_right_fcs(octets)


class IgnoresShortfall(IgnoresLengthField):
    """Takes a frame that is longer than its length field says."""

    def forgives(self, octets: bytes) -> bool:
        return super().forgives(octets) and (octets[1] & 7) << 8 | octets[2] < len(octets) - 2


class NeedsNoClosingFlag(TakesWholeArrivals):
    def forgives(self, octets: bytes) -> bool:
        return octets[-1:] != FLAG and has_right_fcs(octets)


class NeedsNoOpeningFlag(TakesWholeArrivals):
    def forgives(self, octets: bytes) -> bool:
        return octets[:1] != FLAG and has_right_fcs(octets)


class IgnoresHcs(TakesWholeArrivals):
    def forgives(self, octets: bytes) -> bool:
        length = (octets[1] & 7) << 8 | octets[2]
        return length == len(octets) - 2 and octets[:1] == octets[-1:] == FLAG and has_right_fcs(octets)


class AcceptsWrongFcs(TakesWholeArrivals):
    def forgives(self, octets: bytes) -> bool:
        length = (octets[1] & 7) << 8 | octets[2]
        return length == len(octets) - 2 and octets[:1] == octets[-1:] == FLAG and not has_right_fcs(octets)


class SkipsFirstOctetOfFcs(HdlcSession):
    """Compares one octet of a check sequence only: the other one is taken for right, whatever it is."""

    skipped = 0

    def frames(self, octets: bytes, now: int) -> list[HdlcFrame]:
        return super().frames(octets, now) or self.forgiven(octets)

    def forgiven(self, octets: bytes) -> list[HdlcFrame]:
        try:
            return [HdlcFrame.decode(self.mended(octets))]
        except (ProtocolViolation, IndexError):
            return []

    def mended(self, octets: bytes) -> bytes:
        return self.checked(octets[:-3], octets[-3:-1]) + octets[-1:]

    def checked(self, body: bytes, check: bytes) -> bytes:
        """Octets with the check sequence behind them that this meter sees: right in what it skips."""
        seen, right = bytearray(check), crc16_x25(body[1:])
        seen[self.skipped] = right[self.skipped]
        return body + seen


class SkipsSecondOctetOfFcs(SkipsFirstOctetOfFcs):
    skipped = 1


class SkipsFirstOctetOfHcs(SkipsFirstOctetOfFcs):
    def mended(self, octets: bytes) -> bytes:
        if not has_right_fcs(octets):
            return octets
        _, at = decode_address(octets, 3, len(octets), "destination address")
        _, at = decode_address(octets, at, len(octets), "source address")
        body = self.checked(octets[: at + 1], octets[at + 1 : at + 3]) + octets[at + 3 : -3]
        return body + crc16_x25(body[1:]) + octets[-1:]


class SkipsSecondOctetOfHcs(SkipsFirstOctetOfHcs):
    skipped = 1


class NeedsSilenceBeforeFrames(HdlcSession):
    def frames(self, octets: bytes, now: int) -> list[HdlcFrame]:
        return super().frames(octets, now) if octets.startswith(FLAG) else []


class DoesNotSwapAddresses(HdlcSession):
    def encode(self, frame: HdlcFrame) -> bytes:
        frame.destination, frame.source = frame.source, frame.destination
        return super().encode(frame)


class AnswersInTwoOctets(HdlcSession):
    """Writes its own address in two octets although the client used one."""

    def encode(self, frame: HdlcFrame) -> bytes:
        frame.source = HdlcAddress(frame.source.upper, frame.source.lower, 2)
        return super().encode(frame)


class TakesLongClientAddresses(HdlcSession):
    def is_for_us(self, frame: HdlcFrame) -> bool:
        frame.source = HdlcAddress(frame.source.lower or frame.source.upper)
        return super().is_for_us(frame)


class TakesThreeOctetAddresses(TakesWholeArrivals):
    """Reads the last octet of an address and skips those before it."""

    def forgives(self, octets: bytes) -> bool:
        return octets[3:5] == b"\x00\x00" and has_right_fcs(octets)

    def bare(self, body: bytes) -> HdlcFrame:
        return super().bare(body[:2] + body[4:])


class AnswersForEveryDevice(HdlcSession):
    def is_for_us(self, frame: HdlcFrame) -> bool:
        return True


class ComparesDevicesInFourBits(HdlcSession):
    """Looks at a part of the upper address only."""

    compared = 0x0F

    def is_for_us(self, frame: HdlcFrame) -> bool:
        return super().is_for_us(self.seen(frame))

    def seen(self, frame: HdlcFrame) -> HdlcFrame:
        """The frame as if it were for the logical device that this address cannot be told from."""
        told = frame.destination.upper & self.compared
        alike = [sap for sap in self.server.devices if sap & self.compared == told]
        return replace(frame, destination=frame.destination._replace(upper=alike[0])) if alike else frame

    def association(self, frame: HdlcFrame) -> AssociationServer | None:
        return super().association(self.seen(frame))


class ComparesDevicesInSixBits(ComparesDevicesInFourBits):
    compared = 0x3F


class IgnoresABitOfDevices(ComparesDevicesInFourBits):
    compared = 0x7D


class AnswersForNoDevice(ComparesDevicesInFourBits):
    """Takes the upper address 0, which is nobody's, for its own."""

    def seen(self, frame: HdlcFrame) -> HdlcFrame:
        own = frame.destination.upper or min(self.server.devices)
        return replace(frame, destination=frame.destination._replace(upper=own))


class AnswersForEveryStation(HdlcSession):
    """Looks at the upper part of an address only."""

    def is_for_us(self, frame: HdlcFrame) -> bool:
        return frame.source.width == 1 and self.association(frame) is not None


DEFECTS = (
    Defect(
        "hdlc-needs-no-closing-flag",
        "DLMS-HDLC-FLAG",
        "Frames are served although another octet stands in place of the closing flag.",
        parts={"hdlc_session": NeedsNoClosingFlag},
    ),
    Defect(
        "hdlc-needs-no-opening-flag",
        "DLMS-HDLC-FLAG",
        "Frames are served although another octet stands in place of the opening flag.",
        parts={"hdlc_session": NeedsNoOpeningFlag},
    ),
    Defect(
        "hdlc-needs-silence-before-frames",
        "DLMS-HDLC-FLAG",
        "A frame is lost if other octets arrive together with it in front of its opening flag.",
        parts={"hdlc_session": NeedsSilenceBeforeFrames},
    ),
    Defect(
        "hdlc-takes-any-format-type",
        "DLMS-HDLC-FORMAT",
        "Frames are served whatever their format type is.",
        parts={"hdlc_session": TakesAnyFormatType},
    ),
    Defect(
        "hdlc-ignores-length-field",
        "DLMS-HDLC-LENGTH",
        "Frames are found by their flags alone, and served although their length field does not fit.",
        parts={"hdlc_session": IgnoresLengthField},
    ),
    Defect(
        "hdlc-takes-frames-longer-than-announced",
        "DLMS-HDLC-LENGTH",
        "Frames are served although they are longer than their length field says.",
        parts={"hdlc_session": IgnoresShortfall},
    ),
    Defect(
        "hdlc-does-not-swap-addresses",
        "DLMS-HDLC-ADDRESS",
        "Answers carry destination and source as the request had them.",
        parts={"hdlc_session": DoesNotSwapAddresses},
    ),
    Defect(
        "hdlc-answers-in-two-octets",
        "DLMS-HDLC-ADDRESS",
        "Answers carry the server address in two octets although the client wrote it in one.",
        parts={"hdlc_session": AnswersInTwoOctets},
    ),
    Defect(
        "hdlc-takes-long-client-addresses",
        "DLMS-HDLC-ADDRESS",
        "A client address of two octets is read as one of its last octet.",
        parts={"hdlc_session": TakesLongClientAddresses},
    ),
    Defect(
        "hdlc-takes-three-octet-addresses",
        "DLMS-HDLC-ADDRESS",
        "A server address of three octets is read as one of its last octet.",
        parts={"hdlc_session": TakesThreeOctetAddresses},
    ),
    Defect(
        "hdlc-answers-for-every-device",
        "DLMS-HDLC-UNKNOWN-ADDRESS",
        "Frames are answered whatever logical device they are addressed to.",
        parts={"hdlc_session": AnswersForEveryDevice},
    ),
    Defect(
        "hdlc-compares-devices-in-four-bits",
        "DLMS-HDLC-UNKNOWN-ADDRESS",
        "Of the upper address only the lowest four bits are compared.",
        parts={"hdlc_session": ComparesDevicesInFourBits},
    ),
    Defect(
        "hdlc-compares-devices-in-six-bits",
        "DLMS-HDLC-UNKNOWN-ADDRESS",
        "Of the upper address only the lowest six bits are compared.",
        parts={"hdlc_session": ComparesDevicesInSixBits},
    ),
    Defect(
        "hdlc-ignores-a-bit-of-devices",
        "DLMS-HDLC-UNKNOWN-ADDRESS",
        "The second bit of the upper address is not compared.",
        parts={"hdlc_session": IgnoresABitOfDevices},
    ),
    Defect(
        "hdlc-answers-for-no-device",
        "DLMS-HDLC-UNKNOWN-ADDRESS",
        "Frames for the upper address 0, which is nobody's, are answered.",
        parts={"hdlc_session": AnswersForNoDevice},
    ),
    Defect(
        "hdlc-answers-for-every-station",
        "DLMS-HDLC-UNKNOWN-ADDRESS",
        "Frames are answered whatever physical device they are addressed to.",
        parts={"hdlc_session": AnswersForEveryStation},
    ),
    Defect(
        "hdlc-ignores-hcs",
        "DLMS-HDLC-HCS",
        "Frames with a right FCS are served although their HCS does not match.",
        parts={"hdlc_session": IgnoresHcs},
    ),
    Defect(
        "hdlc-skips-first-octet-of-hcs",
        "DLMS-HDLC-HCS",
        "Of the HCS the first octet is not compared.",
        parts={"hdlc_session": SkipsFirstOctetOfHcs},
    ),
    Defect(
        "hdlc-skips-second-octet-of-hcs",
        "DLMS-HDLC-HCS",
        "Of the HCS the second octet is not compared.",
        parts={"hdlc_session": SkipsSecondOctetOfHcs},
    ),
    Defect(
        "hdlc-skips-first-octet-of-fcs",
        "DLMS-HDLC-FCS",
        "Of the FCS the first octet is not compared.",
        parts={"hdlc_session": SkipsFirstOctetOfFcs},
    ),
    Defect(
        "hdlc-skips-second-octet-of-fcs",
        "DLMS-HDLC-FCS",
        "Of the FCS the second octet is not compared.",
        parts={"hdlc_session": SkipsSecondOctetOfFcs},
    ),
    Defect(
        "hdlc-accepts-wrong-fcs",
        "DLMS-HDLC-FCS",
        "Frames are served although their FCS does not match.",
        parts={"hdlc_session": AcceptsWrongFcs},
    ),
)
