"""A link that was silent for so long that the DUT may have ended it: what follows from that is not held against it."""

from dataclasses import dataclass

from conformance.clock import seconds_to_ns


@dataclass(slots=True)
class Idleness:
    """The longest time for which the tester sent nothing over one connection, as the DUT might measure it."""

    timeout_s: float | None = None
    """The inactivity time that is declared; None or 0 if there is none."""

    has_lapsed: bool = False
    """True once the DUT has ended a connection over which nothing had been sent for that long."""

    _sent_ns: int | None = None
    _was_outlasted: bool = False

    def begin(self) -> None:
        """A new connection: what became of the one before does not matter any more."""
        self._sent_ns, self._was_outlasted, self.has_lapsed = None, False, False

    def sent(self, now: int) -> None:
        self._look(now)
        self._sent_ns = now

    def ended(self, now: int) -> None:
        """The DUT has closed the link, or says that it is disconnected."""
        self._look(now)
        self.has_lapsed |= self._was_outlasted

    def _look(self, now: int) -> None:
        if self.timeout_s and self._sent_ns is not None:
            self._was_outlasted |= now - self._sent_ns >= seconds_to_ns(self.timeout_s)
