"""A replayed port: the recorded inputs of a case are handed in again, at the recorded moments.

Nothing is recomputed. What the tester sends is compared with the record; the
first difference ends the replay, because from there on the record answers
questions that were never asked.
"""

import random
from collections.abc import Callable, Iterable

from conformance.bench.difference import recorded_and_replayed
from conformance.bench.exchange import PortExchange
from conformance.errors import BenchError, NoOperator
from conformance.evidence.journal import INPUTS, OUTPUTS, Event
from conformance.evidence.record import TO_DUT, Recorder
from conformance.tester.exchange import Timing


class Diverged(BaseException):
    """A replay did something else than the recorded attempt; no case may catch that and judge it."""


class ReplayExchange(PortExchange):
    """Takes its events from a journal instead of a transport."""

    def __init__(
        self,
        port: str,
        events: Iterable[Event],
        recorder: Recorder,
        timing: Timing,
        rng: random.Random,
        mask: Callable[[bytes], bytes],
    ) -> None:
        super().__init__(port, recorder, timing, rng)
        events = list(events)
        self.now = events[0]["t"] if events else 0
        self._events = [event for event in events if event["kind"] in INPUTS | OUTPUTS and event["port"] == port]
        self._events.reverse()
        self._mask = mask
        if self._events and self._events[-1].get("kept"):
            self.opened(self._take("open")["t"], kept=True)

    @property
    def unused(self) -> int:
        """Recorded events that the replay has not come to."""
        return len(self._events)

    def open(self) -> None:
        if self.is_open:
            return
        event = self._take("open")
        if "trouble" in event:
            raise self.not_opened(event["t"], BenchError(*event["trouble"]))
        self.opened(event["t"])

    def close(self) -> None:
        if self.is_open:
            event = self._take("close")
            self.now = event["t"]
            self.is_open = False
            self.recorder.note("close", self.now, port=self.port)

    def send(self, octets: bytes) -> None:
        event = self._take("send")
        self.now = event["t"]
        sent = self._mask(octets).hex()
        if sent != event["octets"]:
            raise Diverged(f"event {event['n']} (send), octets: {recorded_and_replayed(event['octets'], sent)}")
        self.handed_over(octets)
        self._deliver_impairment()
        self._deliver_closing()

    def _deliver_impairment(self) -> None:
        """What an impaired link did to octets is known as soon as they are sent."""
        latest = self._events[-1] if self._events else {}
        if latest.get("kind") == "impaired" and latest["direction"] == TO_DUT and latest["t"] == self.now:
            self._deliver(self._take("impaired"))

    def _deliver_closing(self) -> None:
        """A transport that broke while sending says so at the same moment."""
        if self._events and self._events[-1]["kind"] == "closed" and self._events[-1]["t"] == self.now:
            self.ended(self._take("closed")["why"], self.now)

    def control(self, name: str) -> str:
        event = self._take("asked")
        if event["name"] != name:
            raise Diverged(f"event {event['n']}: recorded control {event['name']}, replayed {name}")
        self.asked(name, event["t"])
        while (event := self._take("receive", "tick", "closed", "impaired", "control"))["kind"] != "control":
            self._deliver(event)  # an operator was waited for, and the DUT went on meanwhile
        if "trouble" in event:
            kind = NoOperator if event.get("no_operator") else BenchError
            raise self.not_controlled(name, event["t"], kind(*event["trouble"]))
        return self.controlled(name, event["observed"], event["t"])

    def run(self, until: Callable[[], bool], bound_ns: int) -> bool:
        self.ticked("wait", self._take("wait")["t"])
        while not until():
            event = self._take("receive", "tick", "closed", "impaired", "bound")
            self._deliver(event)
            if event["kind"] == "bound":
                return until()
        return True

    def _deliver(self, event: Event) -> None:
        if event["kind"] == "receive":
            self.arrived(bytes.fromhex(event["octets"]), event["t"])
        elif event["kind"] == "closed":
            self.ended(event["why"], event["t"])
        elif event["kind"] == "impaired":
            self.impaired(event["direction"], event["what"], event["t"])
        else:
            self.ticked(event["kind"], event["t"])

    def _take(self, *kinds: str) -> Event:
        if not self._events:
            raise Diverged(f"the record ends where the replay wants {' or '.join(kinds)}")
        event = self._events.pop()
        if event["kind"] not in kinds:
            raise Diverged(f"event {event['n']}: recorded {event['kind']}, replayed {' or '.join(kinds)}")
        return event
