"""What an attempt had changed that was killed in the middle: put back from its journal, before anything else is run.

Old values are in the journal before anything is written (`preserve`). Whether it came to
the writing nobody knows, so all of them are written back and looked at.
"""

import re
from collections.abc import Iterable

from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data import decode_data
from conformance.dlms.data_types import Data
from conformance.evidence.journal import Event
from conformance.tester.association import Association
from conformance.tester.dut_clock import CLOCK_TIME, ClockReading, DutClock
from conformance.tester.services import Undo

UNCERTAINTY_NS = 500_000_000
"""How well it is known, by the host's clock, how long ago an attempt of another sitting was."""

_DESCRIPTOR = re.compile(r"class (\d+), (\S+), attribute (-?\d+)")


def restorations_of(
    journal: Iterable[Event], changed: Iterable[str], association: Association, ago_ns: int
) -> list[tuple[AttributeDescriptor, Data | Undo]]:
    """What has to be restored of `changed`, latest last; the attempt began so long before now."""
    events, wanted = list(journal), set(changed)
    began = next(event["t"] for event in events if event["kind"] == "case")
    zero = association.link.exchange.now - ago_ns - began
    preserved = [event for event in events if event["kind"] == "preserve" and event["attribute"] in wanted]
    return [(descriptor_of(event["attribute"]), _undo(event, association, zero + event["t"])) for event in preserved]


def _undo(event: Event, association: Association, moment_ns: int) -> Data | Undo:
    attribute, value = descriptor_of(event["attribute"]), decode_data(bytes.fromhex(event["value"]))
    if attribute == CLOCK_TIME:
        reading = ClockReading.of(value, moment_ns - UNCERTAINTY_NS, moment_ns + UNCERTAINTY_NS)
        return DutClock(association).undo_to(reading)
    if "method" in event:
        parameters = decode_data(bytes.fromhex(event["parameters"]))
        return association.undo_by(descriptor_of(event["method"]), parameters, attribute, value)
    return value


def descriptor_of(text: str) -> AttributeDescriptor:
    """From the words in which a journal names an attribute, or a method."""
    found = _DESCRIPTOR.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} names no attribute")
    return AttributeDescriptor(int(found[1]), ObisCode(found[2]), int(found[3]))
