"""Tries ways to speak to a meter, one after the other, each for a bounded time, and ends again what it began."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from conformance.bench.doctor.ear import Ear
from conformance.bench.doctor.lines import Lines
from conformance.bench.doctor.ways import Way
from conformance.bench.exchange import PortExchange
from conformance.clock import NANOSECONDS
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.release import Rlrq
from conformance.dlms.wrapper import WrapperPdu
from conformance.errors import BenchError, ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.exchange import Timing
from conformance.transport.serial import BITS_PER_OCTET

ANSWER_OCTETS = 48
"""The longest answer that a way needs to be known by; a UA with all its parameters has 34."""

SHARE = 5
LEAST_PATIENCE_NS = 3 * NANOSECONDS // 10
MOST_ANSWERED_TIMES = 8
"""Once a meter has answered, others on its line get so many times as long as it took."""

ACCEPTED = b"\x61"
"""Tag of an AARE, accepting or not: an RLRQ behind it does no harm."""

GOOD_FRAME = "UA"
PDU = "a wrapper PDU"

Tell = Callable[[str], None]
"""Told what is being tried, for a person who waits."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A way that was answered."""

    way: Way
    said: str
    """What came: UA, DM, or that a wrapper PDU did."""

    after_ns: int

    def __str__(self) -> str:
        return f"{self.said} from server {self.way.server} for client {self.way.client_sap}"


@dataclass(slots=True)
class Silence:
    """What there was instead of an answer, over all ways of a search."""

    tried: int = 0
    echoes: int = 0
    spoilt: int = 0
    first_octets: bytes = b""
    closed_because: str = ""
    trouble: BenchError | None = None
    """What kept the port from being opened again."""

    babble: str = ""
    """What came without end; there is nothing more to be asked then."""

    @property
    def is_final(self) -> bool:
        return self.trouble is not None or bool(self.babble)

    def add(self, ear: Ear) -> None:
        self.echoes += ear.echoes
        self.spoilt += ear.spoilt
        self.first_octets = self.first_octets or ear.first_octets
        self.closed_because = ear.closed_because or self.closed_because


def patience_ns(timing: Timing) -> int:
    """How long a way is listened to that is only guessed: a part of what the bench file grants an answer."""
    share = max(timing.response_timeout_ns // SHARE, LEAST_PATIENCE_NS)
    return timing.turnaround_ns + min(share, timing.response_timeout_ns)


class Search:
    """Tries ways; what was not an answer adds up in `silence`."""

    def __init__(self, lines: Lines, tell: Tell) -> None:
        self.lines = lines
        self.tell = tell
        self.silence = Silence()
        self._skips_clients = True

    def bound_ns(self, way: Way, patience: int) -> int:
        """How long one way takes at the most: question and answer on the line, and the silence before it."""
        rate = way.baud / BITS_PER_OCTET if way.link.scheme in ("serial", "rfc2217", "socket") else None
        octets = len(way.question()) + ANSWER_OCTETS
        return patience + (0 if rate is None else round(octets * NANOSECONDS / rate))

    def first_of(self, ways: Sequence[Way], *, all_clients: bool = False) -> list[Heard]:
        """Try ways until one is answered, then the rest on its line, for as long as that one took.

        Unless asked for `all_clients`, only those of the client that was answered.
        """
        self._skips_clients = not all_clients
        patience = patience_ns(self.lines.bench.timing(None))
        left = sum(self.bound_ns(way, patience) for way in ways)
        number = 0
        for _, group in groupby(ways, key=lambda way: way.line):
            heard: list[Heard] = []
            waiting = list(group)
            while waiting and not self.silence.is_final:
                done = self._on_one_line(waiting, patience, heard, (number, len(ways), left))
                left -= sum(self.bound_ns(way, patience) for way in waiting[:done])
                number += done
                waiting = waiting[done:]
            if heard or self.silence.is_final:
                return heard
        return []

    def ask(self, way: Way) -> Heard | None:
        """One way, for as long as the bench file says that an answer may take."""
        timing = self.lines.bench.timing(None)
        heard: list[Heard] = []
        self._on_one_line([way], timing.turnaround_ns + timing.response_timeout_ns, heard, (0, 1, 0))
        return heard[0] if heard else None

    def _on_one_line(
        self, ways: Sequence[Way], patience: int, heard: list[Heard], progress: tuple[int, int, int]
    ) -> int:
        """Try ways as long as the line stays open; answers how many were tried, at least one."""
        number, count, left = progress
        done = 0
        try:
            with self.lines.open(ways[0].link) as exchange:
                ear = Ear(exchange, ways[0].link.framing)
                for way in ways:
                    if self._skips_clients and heard and way.client_sap != heard[0].way.client_sap:
                        done += 1
                        continue
                    if count > 1:
                        bound = f"at most {left / NANOSECONDS:.0f} s more"
                        self.tell(f"trying {way} ({number + done + 1} of {count}, {bound})")
                    answered = self._try(way, ear, exchange, patience)
                    done += 1
                    left -= self.bound_ns(way, patience)
                    if answered is not None:
                        heard.append(answered)
                        patience = min(patience, max(MOST_ANSWERED_TIMES * answered.after_ns, LEAST_PATIENCE_NS))
                    if ear.closed_because:
                        break
                self.silence.add(ear)
        except BenchError as trouble:
            self.silence.trouble = trouble
        except ProtocolViolation as flood:  # more octets than any answer has
            self.silence.babble = flood.found
        except Inconclusive as flood:  # or than all answers together
            self.silence.babble = str(flood)
        return max(done, 1)

    def _try(self, way: Way, ear: Ear, exchange: PortExchange, patience: int) -> Heard | None:
        """Ask in one way; an answer that belongs to another one is believed if that one is answered too."""
        self.silence.tried += 1
        asked = exchange.now
        answer = self._ask(way, ear, exchange, patience)
        if answer is None:
            return None
        heard = Heard(way, _said(answer), exchange.now - asked)
        self._end(way, answer, ear, exchange)
        other = way.answered_by(answer)
        if other.ends == way.ends:
            return heard
        again = self._ask(other, ear, exchange, patience)
        if again is None or other.answered_by(again).ends != other.ends:
            return heard
        self._end(other, again, ear, exchange)
        return Heard(other, _said(again), heard.after_ns)

    def _ask(self, way: Way, ear: Ear, exchange: PortExchange, patience: int) -> HdlcFrame | WrapperPdu | None:
        ear.ask(way.question())
        exchange.run(lambda: ear.answer is not None or bool(ear.closed_because), self.bound_ns(way, patience))
        return ear.answer

    def _end(self, way: Way, answer: HdlcFrame | WrapperPdu, ear: Ear, exchange: PortExchange) -> None:
        """Leave the meter as it was found: DISC after UA, RLRQ after an AARE; whether it confirms decides nothing."""
        if isinstance(answer, HdlcFrame):
            if answer.kind is FrameKind.UA:
                ear.ask(way.frame(FrameKind.DISC))
                bound = self.bound_ns(way, LEAST_PATIENCE_NS)
                exchange.run(lambda: bool(ear.frames) or bool(ear.closed_because), bound)
        elif answer.apdu.startswith(ACCEPTED):
            ear.ask(way.pdu(Rlrq().encode()))
            exchange.run(lambda: bool(ear.pdus) or bool(ear.closed_because), LEAST_PATIENCE_NS)


def _said(answer: HdlcFrame | WrapperPdu) -> str:
    if isinstance(answer, WrapperPdu):
        return PDU
    kind = Control.decode(answer.control).kind
    return kind.name if kind is not None else "a frame"
