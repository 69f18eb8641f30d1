"""A port to the DUT as the tester sees it, live or replayed; everything that crosses it is recorded.

What the tester learns comes in events of one sequence: an opening or what
prevented it, octets, a closing, the time. A live port takes them from a
transport and a clock, a replayed one from a journal; from there on both are the
same, so both leave the same journal.
"""

import random
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from conformance.errors import BenchError, NoOperator, ProtocolViolation
from conformance.evidence.record import FROM_DUT, Recorder
from conformance.steps import Inconclusive
from conformance.tester.exchange import Receiver, Timing

BABBLE = 200_000
"""More octets than this at a time, without a word of ours in between, end a case: no answer is as long."""

OCTETS_IN_A_CASE = 16_000_000
"""More octets than this in all end a case, too, but asked for as they are, they are nobody's fault."""


FIRST_OCTETS = 16


class PortExchange(ABC):
    """Records events and hands them to the receiver; `now` is the moment of the latest one."""

    def __init__(self, port: str, recorder: Recorder, timing: Timing, rng: random.Random) -> None:
        self.port = port
        self.recorder = recorder
        self.timing = timing
        self.random = rng
        self.now = 0
        self.is_open = False
        self.was_opened = False
        """True once there has been a connection in this attempt, or one was kept from the attempt before."""

        self.impairments = 0
        """How often the link of a golden bench did something to what it carried, as it was told to."""

        self.octets_received = 0
        self._octets_before = 0
        """Received up to what the tester sent last."""

        self.first_octets = b""
        """The beginning of what came, for a diagnosis."""

        self._receiver: Receiver | None = None

    def attach(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def note(self, kind: str, **details: Any) -> None:
        self.recorder.note(kind, self.now, **details)

    @property
    def latest_frame(self) -> int | None:
        return self.recorder.last_frames[FROM_DUT]

    # What the tester does.

    @abstractmethod
    def open(self) -> None: ...

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def send(self, octets: bytes) -> None: ...

    def release(self) -> None:  # noqa: B027 - a replay holds no transport
        """Let go of the transport without closing it; the case is over."""

    @abstractmethod
    def control(self, name: str) -> str:
        """Make the DUT do something by other means than messages; answers what was observed."""

    @abstractmethod
    def run(self, until: Callable[[], bool], bound_ns: int) -> bool: ...

    def handed_over(self, octets: bytes) -> None:
        """The tester sends; recorded before it is done."""
        self._octets_before = self.octets_received
        self.recorder.sent(self.port, octets, self.now)

    # What happens to it; each event is recorded before anybody acts on it.

    def opened(self, now: int, *, kept: bool = False) -> None:
        self.now = now
        self.is_open = self.was_opened = True
        self.recorder.note("open", now, port=self.port, **({"kept": True} if kept else {}))

    def not_opened(self, now: int, trouble: BenchError) -> BenchError:
        self.now = now
        self.recorder.note("open", now, port=self.port, trouble=[trouble.found, trouble.wanted, trouble.remedy])
        return trouble

    def asked(self, name: str, now: int) -> None:
        """A control is asked for; what the DUT does until it is done is taken in as ever."""
        self.now = now
        self.recorder.note("asked", now, port=self.port, name=name)

    def not_controlled(self, name: str, now: int, trouble: BenchError) -> BenchError:
        self.now = now
        said = [trouble.found, trouble.wanted, trouble.remedy]
        gone = {"no_operator": True} if isinstance(trouble, NoOperator) else {}
        self.recorder.note("control", now, port=self.port, name=name, trouble=said, **gone)
        return trouble

    def controlled(self, name: str, observed: str, now: int) -> str:
        self.now = now
        self.recorder.note("control", now, port=self.port, name=name, observed=observed)
        return observed

    def impaired(self, direction: str, what: str, now: int) -> None:
        """The link spoilt something on its way; a replay hands this in again, for verdicts take it into account."""
        self.now = now
        self.impairments += 1
        self.recorder.note("impaired", now, port=self.port, direction=direction, what=what)

    def arrived(self, octets: bytes, now: int) -> None:
        self.now = now
        self.octets_received += len(octets)
        if len(self.first_octets) < FIRST_OCTETS:
            self.first_octets = (self.first_octets + octets)[:FIRST_OCTETS]
        self.recorder.received(self.port, octets, now)
        if self.octets_received - self._octets_before > BABBLE:
            found = f"{self.octets_received - self._octets_before} octets"
            raise ProtocolViolation(found, f"at most {BABBLE} without being asked again")
        if self.octets_received > OCTETS_IN_A_CASE:
            raise Inconclusive("too-long", f"the DUT has sent more than {OCTETS_IN_A_CASE} octets in this case")
        if self._receiver is not None:
            self._receiver.receive(octets, now)

    def ended(self, why: str, now: int) -> None:
        self.now = now
        self.is_open = False
        self.recorder.note("closed", now, port=self.port, why=why)
        if self._receiver is not None:
            self._receiver.closed(why, now)

    def ticked(self, kind: str, now: int) -> None:
        """Time was looked at: at the start of a wait, for a timer, at the bound of a wait."""
        self.now = now
        self.recorder.note(kind, now, port=self.port)
        deadline = None if self._receiver is None else self._receiver.next_deadline()
        if self._receiver is not None and deadline is not None and deadline <= now:
            self._receiver.tick(now)
