"""The clock of the DUT, 0-0:1.0.0.255: what it shows, and when that was.

A reading is bracketed by the moments of question and answer, so that how far
the clock has moved can be judged with the uncertainty of the line it was read over.
"""

from dataclasses import dataclass, replace

from conformance.checks import passed
from conformance.clock import NANOSECONDS
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data import encode_data
from conformance.dlms.data_types import DATE_TIME, OCTET_STRING, Data, DataType
from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_DEVIATION, UNSPECIFIED_YEAR, ClockStatus, DateTime
from conformance.dlms.set import SetResponseNormal
from conformance.errors import ProtocolViolation, under
from conformance.steps import Inconclusive
from conformance.tester.association import Association
from conformance.tester.services import Undo

CLOCK = ObisCode("0-0:1.0.0.255")
CLOCK_TIME = AttributeDescriptor(8, CLOCK, 2)

RESOLUTION_NS = NANOSECONDS
"""Of a clock that shows whole seconds; finer ones are not judged more strictly."""


MORE_THAN_A_SECOND_S = 1.5


def _is_unset(shown: DateTime) -> bool:
    """True if the clock calls its time invalid or leaves date or time unspecified, as is right before it is set."""
    if shown.clock_status != UNSPECIFIED and shown.clock_status & ClockStatus.INVALID_VALUE:
        return True
    parts = (shown.month, shown.day_of_month, shown.hour, shown.minute, shown.second)
    return shown.year == UNSPECIFIED_YEAR or UNSPECIFIED in parts


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the clock showed at some moment between question and answer."""

    type: DataType
    """octet-string or date-time: how this DUT writes its time."""

    date_time: DateTime
    asked_ns: int
    answered_ns: int

    @classmethod
    def of(cls, data: Data, asked_ns: int, answered_ns: int) -> "ClockReading":
        """Read the value of the attribute; one that names no moment is a violation, unless the clock was never set."""
        if data.type not in (OCTET_STRING, DATE_TIME):
            raise ProtocolViolation(str(data.type), "octet-string or date-time", field="time of the clock")
        shown = DateTime.decode(data.value)
        if _is_unset(shown):
            raise Inconclusive("clock-not-set", f"the clock does not know its time: {data.value.hex(' ').upper()}")
        reading = cls(data.type, shown, asked_ns, answered_ns)
        reading.shown_ns()
        return reading

    @property
    def deviation(self) -> int:
        """Minutes from local time to UTC, 0 if not specified."""
        return 0 if self.date_time.deviation == UNSPECIFIED_DEVIATION else self.date_time.deviation

    @property
    def shows_full_minute(self) -> bool:
        """True if it may be a clock that shows minutes, or quarters of an hour, and no seconds."""
        return self.date_time.second == 0 and self.date_time.hundredths in (0, UNSPECIFIED)

    def shown_ns(self) -> int:
        """The moment shown, in nanoseconds since 1970: UTC if the deviation is specified, else local time."""
        try:
            return replace(self.date_time, deviation=self.deviation).utc_ns()
        except ValueError:
            raise ProtocolViolation(str(self.date_time), "a moment", field="time of the clock") from None

    def since(self, earlier: "ClockReading") -> float:
        """By how many seconds the clock has moved on."""
        return (self.shown_ns() - earlier.shown_ns()) / NANOSECONDS

    def least_since(self, earlier: "ClockReading") -> float:
        """Seconds by which a clock that runs has moved on at least."""
        return (self.asked_ns - earlier.answered_ns - RESOLUTION_NS) / NANOSECONDS

    def most_since(self, earlier: "ClockReading") -> float:
        """Seconds by which a clock that runs has moved on at most."""
        return (self.answered_ns - earlier.asked_ns + RESOLUTION_NS) / NANOSECONDS

    def moved_by(self, by_ns: int, *, deviation: int | None = None) -> Data:
        """The value to write if the clock shall show so much more than this reading; what is unspecified stays so.

        With a `deviation` it names the same moment, in another local time. To a
        clock that shows whole seconds the nearest one is written.
        """
        shown = self.date_time
        chosen = self.deviation if deviation is None else deviation
        is_coarse = shown.hundredths in (0, UNSPECIFIED)
        moment_ns = self.shown_ns() + by_ns + (RESOLUTION_NS // 2 if is_coarse else 0)
        moved = DateTime.at(moment_ns, deviation=chosen, clock_status=shown.clock_status)
        if deviation is None:
            moved.deviation = shown.deviation
        if is_coarse:
            moved.hundredths = shown.hundredths
        if shown.day_of_week == UNSPECIFIED:
            moved.day_of_week = UNSPECIFIED
        return Data(self.type, moved.encode())

    def at(self, now_ns: int) -> Data:
        """The value to write at a later moment to undo whatever was done to the clock since this reading."""
        return self.moved_by(now_ns - (self.asked_ns + self.answered_ns) // 2)


class DutClock:
    """Reads the clock over an association, and moves it."""

    def __init__(self, association: Association) -> None:
        self._association = association

    @property
    def _now(self) -> int:
        return self._association.link.exchange.now

    def read(self) -> ClockReading:
        asked_ns = self._now
        data = self._association.read_permitted(CLOCK_TIME)
        with under("DLMS-OBJECT-CLOCK"):
            reading = ClockReading.of(data, asked_ns, self._now)
        passed("the clock shows a moment")
        return reading

    def read_in_seconds(self) -> ClockReading:
        """Read the clock; INCONCLUSIVE if it shows no seconds, which no standard wants it to."""
        reading = self.read()
        if reading.shows_full_minute:
            self._association.let_pass(MORE_THAN_A_SECOND_S)
            reading = self.read()
            if reading.shows_full_minute:
                raise Inconclusive("no-seconds", f"the clock shows no seconds: {reading.date_time}")
        return reading

    def preserve(self) -> ClockReading:
        """Read the clock before it is moved; after the case it is set to what it would show by then."""
        association, reading = self._association, self.read_in_seconds()
        value = Data(reading.type, reading.date_time.encode())
        association.expect_to_restore(CLOCK_TIME, value)
        association.link.exchange.note("preserve", attribute=str(CLOCK_TIME), value=encode_data(value).hex())
        association.restorations.append((CLOCK_TIME, self.undo_to(reading)))
        return reading

    def undo_to(self, reading: ClockReading) -> Undo:
        """Set the clock to what it would show by then if nobody had set it since a reading."""
        association = self._association
        return Undo(lambda: association.set(CLOCK_TIME, reading.at(self._now)), lambda: self._has_run_on_since(reading))

    def _has_run_on_since(self, reading: ClockReading) -> bool:
        """True if the clock shows what it would if nobody had ever set it."""
        shown = self.read()
        return shown.least_since(reading) <= shown.since(reading) <= shown.most_since(reading)

    def write(self, value: Data) -> tuple[SetResponseNormal, ClockReading]:
        """Set the clock; beside the response what it showed, if it took the value, when that was written."""
        asked_ns = self._now
        response = self._association.set(CLOCK_TIME, value)
        return response, ClockReading.of(value, asked_ns, self._now)
