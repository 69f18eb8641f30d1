"""Where a fault shows in the recorded traffic: the frame, and the octet in it, as far as that can be known."""

from typing import Any

from conformance.checks import CheckFailed
from conformance.dlms.carried import octet_in
from conformance.errors import Place, ProtocolViolation
from conformance.evidence.journal import read_events
from conformance.evidence.record import FROM_DUT, Recorder
from conformance.shown import shown
from conformance.tester.answers import NO_APDU
from conformance.tester.link import Link


def name_closing(fault: Exception, link: Link) -> None:
    """Where nothing came, and the DUT has closed the connection, that is what was found."""
    if isinstance(fault, CheckFailed | ProtocolViolation) and fault.found in _NOTHING and link.is_closed:
        fault.found = f"{fault.found}: {link.closed_because}"


_NOTHING = (NO_APDU, shown(None))


def divergence(fault: CheckFailed | ProtocolViolation, frame: int | None, recorder: Recorder) -> dict[str, Any]:
    """What was found and wanted, and where; `frame` is the one on which the fault rests if no octet tells better."""
    said = {"found": fault.found, "wanted": fault.wanted}
    if isinstance(fault, CheckFailed):
        return {**said, "where": f"assert {fault.text}", "offset": None, "within": "", "frame": frame, "octet": None}
    place, octet = fault.place, None
    if place is not None and place.frame is not None and (found := _found(place, place.frame, recorder)):
        frame, octet = found
    within = place.within if place else ""
    where = {"where": fault.field, "offset": fault.offset, "within": within, "frame": frame, "octet": octet}
    return {**said, **where}


def _found(place: Place, last: int, recorder: Recorder) -> tuple[int, int | None] | None:
    """The journal knows all frames, and nobody else has to: a fault is rare."""
    frames = (
        (event["number"], event["tree"])
        for event in read_events(recorder.journal.path)
        if event["kind"] == "frame" and event["direction"] == FROM_DUT and event["number"] <= last
    )
    return octet_in(frames, place.octets, place.at)
