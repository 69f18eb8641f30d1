"""What the two ways of carrying APDUs have in common: a port, a queue of frames, a wait for answers.

A link carries APDUs for an `Association`; a case may also use it by hand, to
send what no protocol machine would.
"""

import re
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conformance.checks import passed
from conformance.clock import NANOSECONDS, seconds_to_ns
from conformance.dlms.cosem import ObisCode
from conformance.errors import BenchError, NoAnswer, ProtocolViolation
from conformance.reason_codes import LINK_QUALITY
from conformance.steps import Inconclusive, Step
from conformance.tester.exchange import Exchange
from conformance.tester.idleness import Idleness

OCTETS_IN_AN_ANSWER = 0xFFFF + 8
"""The longest answer that is waited for."""

SLOWEST_OCTETS_PER_SECOND = 1_000.0
"""A DUT that answers slower than this on a line of unknown speed is not waited for."""


UNSOLICITED = {0x0F: "data-notification", 0x18: "informationReport", 0xC2: "event-notification-request"}
"""Tags of APDUs that a server sends of its own accord, between answers as it likes (IEC 62056-5-3 clause 6)."""


NAMING = rb"[\xc0\xc1\xc3][\x01-\x06].*(?<!\x09\x06)"
"""What stands before the name of an object in a request that is about it; behind 09 06 a name is but a value."""


@dataclass(slots=True)
class LinkQuality:
    """How well the line carried what the DUT sent in one attempt, over all links of it."""

    verified: int = 0
    """Frames of the DUT that were well-formed and addressed to the tester."""

    dropped: int = 0
    """Frames that a noisy line corrupted, as far as one can know: their check sequence was wrong."""

    dropped_latest: int = 0
    """Those of them that came after the latest verified frame."""

    lookalikes: int = 0
    """What is wrong as only somebody can be wrong who speaks the protocol: a header or an address, a check sequence."""

    def verify(self) -> None:
        self.verified += 1
        self.dropped_latest = 0

    def drop(self) -> None:
        self.dropped += 1
        self.dropped_latest += 1


class Link(ABC):
    """A link to one server over one port."""

    framing: str
    """How APDUs are framed, as bench files write it: "wrapper" or "hdlc"."""

    def __init__(self, exchange: Exchange, step: Step, *, client_sap: int, server_sap: int) -> None:
        self.exchange = exchange
        self.step = step
        self.client_sap = client_sap
        self.server_sap = server_sap
        self.apdus: deque[bytes] = deque()
        """APDUs that have arrived and nobody has taken, oldest first."""
        self.echoes = 0
        """How often our own octets came back."""
        self.notifications = 0
        """How often the DUT sent something that nobody had asked for."""
        self.quality = LinkQuality()
        self.idleness = Idleness()
        self.closed_because = ""
        self.tolerances: frozenset[str] = frozenset()
        """Deviations of the DUT that this case may step over (conformance/tolerances.py)."""

        self.do_not_test: Mapping[str, str] = {}
        """OBIS codes of objects for which no request may leave, each with the reason."""

        self._last_sent = b""
        self._free_since: int | None = None
        """Octets that had come when the DUT became free to close the transport; None if it is not."""

        self._sent_since = 0
        """How often something was sent since then."""

        self._impairments_before = 0
        """What the link had spoilt before the latest sending."""

        if exchange.is_open:  # an earlier case left it so
            self.allow_closing()

    @property
    def valid_frames(self) -> int:
        """Frames of the DUT that were well-formed and addressed to the tester."""
        return self.quality.verified

    @property
    def is_understood(self) -> bool:
        """True if what came shows that something speaks this protocol there, rightly or wrongly."""
        return bool(self.quality.verified or self.quality.lookalikes)

    # What the two framings do differently.

    @abstractmethod
    def connect(self) -> None:
        """Open the port and, where the framing has one, the data link connection."""

    @abstractmethod
    def disconnect(self) -> bool:
        """End the data link connection, if the framing has one, and leave the port open.

        Answers whether the DUT confirmed it; harmless when nothing is connected.
        """

    @abstractmethod
    def frame(self, apdu: bytes) -> bytes:
        """The octets in which an APDU would leave now, without sending them."""

    @abstractmethod
    def send_apdu(self, apdu: bytes) -> None: ...

    @abstractmethod
    def receive(self, octets: bytes, now: int) -> None: ...

    @property
    def has_answered_without_apdu(self) -> bool:
        """True if the DUT has used its right to answer for something that carries no APDU."""
        return False

    @property
    def _repeats_for_ns(self) -> int:
        """For how long the link itself asks again for what was not answered; a silence is none before."""
        return 0

    @property
    def broken_by_silence(self) -> str:
        """The rule of this framing that explains why no answer became complete; empty if none does."""
        return ""

    @abstractmethod
    def describe(self) -> str:
        """Addresses and framing in use, for a person who looks for the reason of a silence."""

    @abstractmethod
    def unfinished(self) -> str:
        """What has come that is no answer yet, in words; empty if nothing has."""

    # What they share.

    def next_deadline(self) -> int | None:
        return None

    def tick(self, now: int) -> None:  # noqa: B027 - a link without timers has nothing to do
        """Act on the time."""

    def closed(self, why: str, now: int) -> None:
        self.closed_because = why
        self.idleness.ended(now)

    @property
    def is_closed(self) -> bool:
        """True once the DUT has ended the transport."""
        return bool(self.closed_because)

    @property
    def is_ended(self) -> bool:
        """True once the DUT has ended the transport, or what the framing connects above it."""
        return self.is_closed

    def allow_closing(self) -> None:
        """Nothing is open any more above the transport, so the DUT may close it whenever it likes."""
        self._free_since, self._sent_since = self.exchange.octets_received, 0

    def _reopen_if_allowed(self) -> bool:
        """Connect anew, once, where the DUT closed the transport as it might; answers whether that was so.

        The closing and the only request since then have crossed: to the DUT that request was never sent.
        """
        was_allowed = self._free_since == self.exchange.octets_received and self._sent_since <= 1
        self._free_since = None
        if not was_allowed:
            return False
        self.exchange.note("closing met", why=self.closed_because)
        try:
            self.exchange.open()
        except BenchError:
            return False
        self.begin_anew()
        return True

    def _send_again(self) -> bool:
        """Send the last request over a new connection, if it may have met a closing; answers whether it was."""
        if not self._reopen_if_allowed():
            return False
        self.send_octets(self._last_sent)
        return True

    def begin_anew(self) -> None:
        """Forget what came over an earlier connection: on the next one nothing of it may pass for an answer."""
        self.apdus.clear()
        self.closed_because = ""
        self.idleness.begin()

    def tolerates(self, name: str) -> bool:
        """True if a deviation that has just shown may be stepped over; the journal says so."""
        if name not in self.tolerances:
            return False
        self.exchange.note("tolerated", name=name)
        return True

    def permit(self, octets: bytes) -> None:
        """End the case INCONCLUSIVE before a request leaves for an object that is not to be tested.

        Every way in which a case can make a request of octets comes through here, so it looks for requests
        anywhere in them, behind headers too.
        """
        for obis, reason in self.do_not_test.items():
            if re.search(NAMING + re.escape(ObisCode(obis)), octets, re.DOTALL):
                raise Inconclusive("do-not-test", f"{obis} is not to be tested: {reason}")

    def hang_up(self) -> None:
        """Close the port."""
        self.exchange.close()

    def send_octets(self, octets: bytes) -> None:
        """Send octets as they are, framed or not."""
        self._last_sent = octets
        self._sent_since += 1
        self._impairments_before = self.exchange.impairments
        self.idleness.sent(self.exchange.now)
        self.exchange.send(octets)

    def is_echo(self, octets: bytes) -> bool:
        """True if a frame is our own, sent back: by an optical head, or by a line that loops."""
        if octets != self._last_sent:
            return False
        self.echoes += 1
        return True

    def take_in(self, apdu: bytes) -> None:
        """Queue an APDU that has come, unless it is a notification: those answer nothing, and no case waits for one."""
        name = UNSOLICITED.get(apdu[0]) if apdu else None
        if name is None:
            self.apdus.append(apdu)
            return
        self.notifications += 1
        self.exchange.note("notification", name=name)

    def receive_apdu(self, wanted: str) -> bytes:
        """The next APDU; NoAnswer says what came instead if none does."""
        self._wait(lambda: bool(self.apdus), wanted)
        return self.apdus.popleft()

    def receive_apdu_or_silence(self) -> bytes | None:
        """The next APDU, or None if the DUT stays silent, hangs up, or answers without one.

        A silence counts only if the DUT answers before and after it.
        """
        before, notifications = self.exchange.octets_received, self.notifications
        bound, last = self.exchange.timing.silence_bound_ns(len(self._last_sent)), self._end_of_wait()
        while not self.apdus and (not self.is_closed or self._send_again()):
            known = self.exchange.octets_received
            if known > before and self.has_answered_without_apdu:
                return None
            self._listen(lambda: bool(self.apdus), known, max(bound, self._repeats_for_ns))
            if self.exchange.octets_received == known and not self.is_closed:
                break
            self._expect_an_end(last)
        if self.apdus:
            return self.apdus.popleft()
        self.expect_nothing_dropped()
        if self.exchange.octets_received == before or self.notifications > notifications:
            self.step.silence()
        return None

    def expect_nothing_dropped(self) -> None:
        """A silence that a corrupted frame broke is none, but nobody knows what the frame said."""
        if self.quality.dropped_latest:
            raise Inconclusive(LINK_QUALITY, f"frames with a wrong check sequence: {self.quality.dropped_latest}")
        if self.exchange.impairments > self._impairments_before:
            raise Inconclusive(LINK_QUALITY, "a silence, but the link, impaired on purpose, spoilt what it carried")

    def pause(self, seconds: float) -> None:
        """Let time pass; whatever the DUT sends meanwhile is taken in."""
        self.exchange.run(lambda: False, seconds_to_ns(seconds))

    def expect_silence(self) -> None:
        """The DUT stays silent for as long as it may take to answer; any octet is a violation.

        The silence counts only if the DUT answers before and after it. Closing
        the transport is silent too: ask `is_closed`.
        """
        before, notifications = self.exchange.octets_received, self.notifications
        bound = self.exchange.timing.silence_bound_ns(len(self._last_sent))
        self._listen(lambda: False, before, bound)
        if self.exchange.octets_received > before:
            self._finish_hearing()
            if self.notifications > notifications and not self.apdus:
                raise Inconclusive("unforeseen", "a notification of the DUT came where it was to be silent")
            raise ProtocolViolation(self._heard(self.exchange.octets_received - before), "silence")
        self.expect_nothing_dropped()
        self.step.silence()

    def _finish_hearing(self) -> None:
        """Let an answer that should not be there come in whole, so that the evidence shows it."""
        self.exchange.run(lambda: self.is_closed or bool(self.apdus), self.exchange.timing.response_timeout_ns)

    def _heard(self, octets: int) -> str:
        return f"an answer of {octets} octets" if self.apdus else f"{octets} octets"

    def _wait(self, until: Callable[[], bool], wanted: str) -> None:
        """Wait for an answer: a bounded silence at the start and within, and a bound on the whole."""
        exchange, timing = self.exchange, self.exchange.timing
        bound, last = timing.silence_bound_ns(len(self._last_sent)), self._end_of_wait()
        while not until():
            if self.is_closed and not self._send_again():
                raise self._hung_up(wanted)
            before = exchange.octets_received
            bound = max(bound, self._repeats_for_ns)
            self._listen(until, before, bound)
            if exchange.octets_received == before and not until() and not self.is_closed:
                raise NoAnswer(self._silence(bound), wanted, rule=self.broken_by_silence)
            if self._worked_ns >= last and not until():
                raise NoAnswer(f"{self.unfinished()} that went on too long ({self.describe()})", wanted)
            bound = timing.response_timeout_ns
        passed(f"{wanted} received")

    def _end_of_wait(self) -> int:
        """When the longest answer that is waited for has come, if the latest sending gets one; see _worked_ns."""
        timing = self.exchange.timing
        rate = timing.octets_per_second or SLOWEST_OCTETS_PER_SECOND
        longest = round(OCTETS_IN_AN_ANSWER * NANOSECONDS / rate)
        return self._worked_ns + timing.silence_bound_ns(len(self._last_sent)) + longest

    @property
    def _worked_ns(self) -> int:
        """Now, less all the time in which polls had no answer and were repeated."""
        return self.exchange.now

    def _expect_an_end(self, last: int) -> None:
        """What goes on for longer than any answer is neither an answer nor a silence."""
        if self._worked_ns >= last:
            raise NoAnswer(f"{self.unfinished()} that went on too long ({self.describe()})", "an answer or silence")

    def _listen(self, until: Callable[[], bool], octets: int, bound_ns: int) -> None:
        """Let time pass until something more than so many octets has come."""
        self.exchange.run(lambda: until() or self.is_closed or self.exchange.octets_received > octets, bound_ns)

    def _hung_up(self, wanted: str) -> NoAnswer:
        came = self.unfinished()
        after = f" after {came}" if came else ""
        return NoAnswer(f"{self.closed_because}{after} ({self.describe()})", wanted)

    def _silence(self, bound_ns: int) -> str:
        came = self.unfinished()
        if self.echoes and not came:
            came = "only the echo of our own octets"
        return f"{came or 'no octet at all'} within {bound_ns / NANOSECONDS:.1f} s ({self.describe()})"
