"""Golden meters that make use of what the standards leave open at the link layers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from conformance.clock import NANOSECONDS
from conformance.dlms.hdlc.connection import HdlcState
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import CheckSequenceViolation, HdlcFrame
from conformance.dlms.hdlc.line import HdlcReceiver
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.secondary import INFORMATION_TOO_LONG, HdlcSecondary
from conformance.dlms.wrapper import HEADER_OCTETS, WRAPPER_VERSION, WrapperPdu
from golden_units.cosem.hdlc_session import HdlcProfile, HdlcSession
from golden_units.cosem.object_model import Instance, Point, replaced
from golden_units.cosem.server import CosemServer, Parts
from golden_units.cosem.wrapper_session import WrapperSession
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState
from golden_units.unit import Output
from tests.hdlc.attempts import link_cases
from tests.hdlc.variants_of_addresses import AtTwoAddresses, WithNeighbour, many_devices
from tests.hdlc.variants_of_polls import (
    BetweenNeighbours,
    BusyAtFirst,
    BusyForLong,
    FinalBitOnRr,
    NeverReady,
    NotReadyYet,
    PushesToAnotherClient,
    ReadyLater,
    SmallSegments,
)


class NeverRejects(HdlcSecondary):
    """Silence instead of FRMR."""

    def reject(self, control: int, why: int, *, is_polled: bool) -> None:
        self._is_polled = False


class RejectsWithoutReason(HdlcSecondary):
    def send_frame(self, kind: FrameKind, *, poll_final: bool = True, information: bytes = b"") -> None:
        super().send_frame(kind, poll_final=poll_final, information=b"" if kind is FrameKind.FRMR else information)


class DisconnectsOnLongInformation(HdlcSecondary):
    def reject(self, control: int, why: int, *, is_polled: bool) -> None:
        if why == INFORMATION_TOO_LONG and is_polled:
            self._is_polled = False
            self.send_frame(FrameKind.DM)
            self.reset()
        else:
            super().reject(control, why, is_polled=is_polled)


class SilentWhileDisconnected(HdlcSecondary):
    def answer_out_of_mode(self, control: Control) -> None:
        """DM is for DISC only."""


class ConfirmsRepeatedFrames(HdlcSecondary):
    """RR to a repeated frame; the answer comes again on RR only."""

    def accept_numbered(self, frame: HdlcFrame, control: Control) -> None:
        if control.kind is FrameKind.I and control.send_number != self.receive_number and control.poll_final:
            self.send_frame(FrameKind.RR)
        else:
            super().accept_numbered(frame, control)


class TerseUa(HdlcSecondary):
    """UA without what equals the defaults, windows in one octet, and in an order of its own."""

    def send_frame(self, kind: FrameKind, *, poll_final: bool = True, information: bytes = b"") -> None:
        if kind is FrameKind.UA and information:
            information = self.terse()
        super().send_frame(kind, poll_final=poll_final, information=information)

    def terse(self) -> bytes:
        agreed, usual = self.parameters, HdlcParameters()
        values = b""
        for identifier, name in ((8, "window_receive"), (7, "window_transmit"), (6, "max_info_receive")):
            value = getattr(agreed, name)
            if value != getattr(usual, name):
                octets = value.to_bytes(2 if value > 0xFF else 1, "big")
                values += bytes((identifier, len(octets))) + octets
        if agreed.max_info_transmit != usual.max_info_transmit:
            values += b"\x05\x02" + agreed.max_info_transmit.to_bytes(2, "big")
        return bytes((0x81, 0x80, len(values))) + values if values else b""


class PollsSpoiltFrames(HdlcSession):
    """Looks at the poll bit of frames whose header is right and whose FCS is not, and answers RR."""

    def frames(self, octets: bytes, now: int) -> list[HdlcFrame]:
        arrivals = self.receiver.feed(octets, now)
        for arrival in arrivals:
            if isinstance(arrival.violation, CheckSequenceViolation) and arrival.violation.field == "FCS":
                self.answer_rr()
        return [arrival.frame for arrival in arrivals if arrival.frame is not None]

    def answer_rr(self) -> None:
        for connection in self.connections.values():
            if connection.is_connected:
                connection.send_frame(FrameKind.RR)


class WithoutInterOctetTimeout(HdlcSession):
    def __init__(self, server: CosemServer) -> None:
        super().__init__(server)
        self.receiver = HdlcReceiver(3600 * NANOSECONDS)


class PushesUi(HdlcSession):
    """Sends a push before and after every answer, as some meters do on a port for displays."""

    def encode(self, frame: HdlcFrame) -> bytes:
        push = HdlcFrame(frame.destination, frame.source, 0x13, b"\xe6\xe7\x00\x0f").encode()
        return push + super().encode(frame) + push


class OneClientAtATime(HdlcSession):
    """DM to whoever comes second."""

    def serve(self, frame: HdlcFrame, now: int) -> None:
        taken = [key for key, known in self.connections.items() if known.is_connected and key[0] != frame.source]
        if taken:
            dm = HdlcFrame(frame.source, frame.destination, Control(FrameKind.DM, True).encode())
            self._outgoing.append(self.encode(dm))
        else:
            super().serve(frame, now)


class LastClientOnly(HdlcSession):
    """Forgets the connection of one client when another one connects."""

    def serve(self, frame: HdlcFrame, now: int) -> None:
        for (client, _), connection in self.connections.items():
            if frame.kind is FrameKind.SNRM and client != frame.source:
                connection.reset()
                connection.state = HdlcState.DISCONNECTED
        super().serve(frame, now)


class HangsUpOnBadFrames(HdlcSession):
    """Behind a TCP converter: closes the connection on anything that is no frame for it."""

    def receive(self, octets: bytes, now: int) -> list[bytes | None]:
        count = self.receiver.count
        before = count.corrupted + count.malformed + count.noise_octets
        answers = super().receive(octets, now)
        is_bad = count.corrupted + count.malformed + count.noise_octets > before
        return answers or ([None] if is_bad else [])


class HangsUp(WrapperSession):
    """Closes the TCP connection on whatever it cannot serve."""

    def receive(self, octets: bytes, now: int) -> list[bytes | None]:
        answers: list[bytes | None] = []
        for pdu in self.stream.feed(octets):
            answer = self.serve(WrapperPdu.decode(pdu), now)
            answers.append(answer)
            if answer is None:
                break
        return answers


class HangsUpOnShortPdus(WrapperSession):
    """Waits a second for the rest of a PDU."""

    _waits_since: int | None = None

    def receive(self, octets: bytes, now: int) -> list[bytes | None]:
        answers = super().receive(octets, now)
        self._waits_since = now if self.stream.held else None
        return answers

    def next_deadline(self) -> int | None:
        return None if self._waits_since is None else self._waits_since + NANOSECONDS

    def tick(self, now: int) -> list[bytes | None]:
        deadline = self.next_deadline()
        if deadline is None or now < deadline:
            return []
        self._waits_since = None
        return [None]


class ExplainsEmptyPdus(WrapperSession):
    """exception-response to a PDU without an APDU."""

    def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
        if pdu.version == WRAPPER_VERSION and not pdu.apdu:
            return self.respond(pdu, b"\xd8\x01\x02")
        return super().serve(pdu, now)


class SendsByteByByte(WrapperSession):
    """Header and APDU leave apart from each other."""

    def receive(self, octets: bytes, now: int) -> list[bytes | None]:
        parts: list[bytes | None] = []
        for answer in super().receive(octets, now):
            assert answer is not None
            parts += [answer[:HEADER_OCTETS], answer[HEADER_OCTETS:]]
        return parts


class Slow:
    """A meter that takes its time for every answer."""

    def __init__(self, meter: ElectricityMeter, delay_ns: int) -> None:
        self._meter = meter
        self._delay_ns = delay_ns
        self._waiting: list[tuple[int, Output]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._meter, name)

    def receive(self, port: str, octets: bytes, now: int) -> list[Output]:
        moment = now + self._delay_ns
        self._waiting += [(moment, output) for output in self._meter.receive(port, octets, now)]
        return []

    def disconnect(self, port: str, now: int) -> None:
        self._waiting.clear()
        self._meter.disconnect(port, now)

    def next_deadline(self) -> int | None:
        deadlines = [moment for moment, _ in self._waiting[:1]]
        own = self._meter.next_deadline()
        return min([*deadlines, *([own] if own is not None else [])], default=None)

    def tick(self, now: int) -> list[Output]:
        ready = [output for moment, output in self._waiting if moment <= now]
        self._waiting = [(moment, output) for moment, output in self._waiting if moment > now]
        return ready + self._meter.tick(now)


@dataclass(frozen=True, slots=True)
class Variant:
    """A meter, how the tester has to address it, and the cases that it may leave undecided."""

    make: Callable[[], Any]
    addressing: dict[str, Any] = field(default_factory=dict)
    undecided: tuple[str, ...] = ()


def of_parts(*undecided: str, **parts: Any) -> Variant:
    return Variant(lambda: ElectricityMeter(parts=Parts(**parts)), undecided=undecided)


def of_profile(profile: HdlcProfile, *undecided: str, **addressing: int) -> Variant:
    return Variant(lambda: ElectricityMeter(MeterSettings(hdlc=profile)), addressing, undecided)


def without_inter_octet_timeout() -> ElectricityMeter:
    """It shows none either: what the HDLC setup shows has to be true."""

    def model(state: MeterState) -> list[Instance]:
        return replaced(objects(state), "0-0:22.0.0.255", 7, Point(None))

    return ElectricityMeter(parts=Parts(hdlc_session=WithoutInterOctetTimeout), model=model)


TWO_CLIENTS = "DLMS-HDLC-028"
LONG_INFORMATION = "DLMS-HDLC-023"
STATIONS = "DLMS-HDLC-029"
DEVICES = ("DLMS-OBJ-001", "DLMS-OBJ-005")

VARIANTS = {
    "never rejects": of_parts(LONG_INFORMATION, hdlc_secondary=NeverRejects),
    "rejects without reason": of_parts(hdlc_secondary=RejectsWithoutReason),
    "disconnects on long information": of_parts(LONG_INFORMATION, hdlc_secondary=DisconnectsOnLongInformation),
    "silent while disconnected": of_parts(hdlc_secondary=SilentWhileDisconnected),
    "confirms repeated frames": of_parts(hdlc_secondary=ConfirmsRepeatedFrames),
    "terse UA": of_parts(hdlc_secondary=TerseUa),
    "polls spoilt frames": of_parts(hdlc_session=PollsSpoiltFrames),
    "without inter-octet time-out": Variant(without_inter_octet_timeout, undecided=("DLMS-HDLC-032",)),
    "pushes UI": of_parts(hdlc_session=PushesUi),
    "one client at a time": of_parts(TWO_CLIENTS, hdlc_session=OneClientAtATime),
    "last client only": of_parts(TWO_CLIENTS, hdlc_session=LastClientOnly),
    "hangs up on bad frames": of_parts(hdlc_session=HangsUpOnBadFrames),
    "not ready yet": of_parts(hdlc_secondary=NotReadyYet),
    "ready later": of_parts(hdlc_secondary=ReadyLater),
    "busy at first": of_parts(hdlc_secondary=BusyAtFirst),
    "busy for long": of_parts(hdlc_secondary=BusyForLong),
    "never ready": of_parts("DLMS-HDLC-024", hdlc_secondary=NeverReady),
    "final bit on RR": of_parts(hdlc_secondary=FinalBitOnRr),
    "small segments": of_parts("DLMS-HDLC-017", "DLMS-HDLC-019", hdlc_secondary=SmallSegments),
    "small transmit": of_profile(HdlcProfile(abilities=HdlcParameters(40, 128, 1, 1)), "DLMS-HDLC-022"),
    "between neighbours": of_parts(hdlc_session=BetweenNeighbours),
    "pushes to another client": of_parts(hdlc_session=PushesToAnotherClient),
    "small": of_profile(HdlcProfile(abilities=HdlcParameters())),
    "tiny": of_profile(HdlcProfile(abilities=HdlcParameters(32, 32, 1, 1)), *link_cases("DLMS-HDLC-")),
    "large": of_profile(HdlcProfile(abilities=HdlcParameters(2030, 2030, 7, 7))),
    "one-sided": of_profile(HdlcProfile(abilities=HdlcParameters(2030, 64, 1, 7))),
    "two-octet address": of_profile(HdlcProfile(2, 17), address_octets=2, server_lower=17),
    "four-octet address": of_profile(HdlcProfile(4, 1000), address_octets=4, server_lower=1000),
    "two forms of address": of_parts(STATIONS, hdlc_session=AtTwoAddresses),
    "with a neighbour": Variant(WithNeighbour, {"address_octets": 2, "server_lower": 17}, (STATIONS,)),
    "many logical devices": Variant(many_devices),
    "many logical devices, unlisted": Variant(
        lambda: many_devices(are_listed=False), undecided=("DLMS-HDLC-010", *DEVICES)
    ),
    "slow": Variant(lambda: Slow(ElectricityMeter(), 4 * NANOSECONDS)),
    "wrapper, many logical devices": Variant(many_devices),
    "wrapper, many logical devices, unlisted": Variant(
        lambda: many_devices(are_listed=False), undecided=("DLMS-WRAPPER-003", *DEVICES)
    ),
    "wrapper hangs up": of_parts(wrapper_session=HangsUp),
    "wrapper hangs up on short PDUs": of_parts(wrapper_session=HangsUpOnShortPdus),
    "wrapper explains empty PDUs": of_parts(wrapper_session=ExplainsEmptyPdus),
    "wrapper sends in parts": of_parts(wrapper_session=SendsByteByByte),
}
