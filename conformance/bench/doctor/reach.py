"""How a meter can be reached: as the bench file says, in another way, or not at all; each difference is a fault."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conformance.bench.bench import Bench
from conformance.bench.doctor import ways
from conformance.bench.doctor.clients import answered_clients
from conformance.bench.doctor.host import other_users
from conformance.bench.doctor.lines import Lines
from conformance.bench.doctor.port import why_not_opened
from conformance.bench.doctor.row import Row, Whose, fault, note, ok
from conformance.bench.doctor.search import GOOD_FRAME, PDU, Heard, Search, Silence, Tell
from conformance.bench.doctor.sign_on import sign_on
from conformance.bench.doctor.ways import Way
from conformance.bench.link_url import LinkUrl
from conformance.clock import NANOSECONDS
from conformance.printable import printable

SHOWN_OCTETS = 16

SERIAL = ("serial", "rfc2217", "socket")


@dataclass(slots=True)
class Reach:
    """How far the way to the meter was found."""

    way: Way | None = None
    """Who answers; None if nobody is known to."""

    is_declared: bool = False
    """True if the line and the server that answer are those of the bench file: a declared secret may go there."""

    clients: Sequence[int] = ()
    """Clients that are answered where the one of the bench file is not."""

    may_be_deaf: bool = False
    """True if nothing harmless was answered, but an AARQ with the declared secret still may be."""


def find(lines: Lines, link: LinkUrl, tell: Tell, reach: Reach) -> Iterator[Row]:
    """The rows of one link; what they come to is left in `reach`."""
    bench = lines.bench
    way = ways.declared(link, bench.dut.for_identification())
    search = Search(lines, tell)
    heard = search.ask(way)
    if search.silence.trouble is not None:
        yield why_not_opened(link, search.silence.trouble)
        return
    yield ok("port", f"{link.text.partition('?')[0]} can be opened", link=link.text)
    if search.silence.echoes and heard is not None:
        yield note("echo", "the line sends our own octets back, as optical heads do; they are left out", link=link.text)
    if heard is not None and heard.way == way:
        reach.way, reach.is_declared = way, True
        yield _answered(heard)
        return
    busy = None if heard is not None else other_users(bench, link)
    if busy is not None:
        yield busy
        return
    found = _elsewhere(search, bench, way) if heard is None else [heard]
    is_deaf = link.framing == "wrapper" and not way.is_public and not search.silence.is_final
    is_there = any((one.way.line, one.way.server) == (way.line, way.server) for one in found)
    if is_deaf and (is_there or not found):
        reach.may_be_deaf = True  # other clients prove nothing of one that may answer an AARQ alone
    elif found:
        reach.way = there = found[0].way
        reach.is_declared = (there.line, there.server) == (way.line, way.server)
        yield from differences(way, found)
        if there.client_sap != way.client_sap:
            reach.clients = answered_clients(search, bench, there)
    else:
        yield why_silent(lines, way, search.silence)


def _answered(heard: Heard) -> Row:
    text = heard.way.link.text
    found = f"{heard}, after {heard.after_ns / NANOSECONDS:.2f} s"
    if heard.said in (GOOD_FRAME, PDU):
        return ok("address", found, link=text)
    remedy = "see that no other client occupies the meter, and reset it if none does"
    return fault("address", "connection-refused", Whose.DUT, f"{found}: to SNRM, UA is wanted", remedy, link=text)


def _elsewhere(search: Search, bench: Bench, way: Way) -> list[Heard]:
    """Stage after stage, likeliest first; what was tried in one is not tried in the next."""
    tried = {way}
    for stage in _stages(bench, way):
        new = [one for one in ways.unique(stage) if one not in tried]
        tried.update(new)
        heard = search.first_of(new)
        if heard or search.silence.is_final:
            return heard
    return []


def _stages(bench: Bench, way: Way) -> Iterator[Sequence[Way]]:
    if way.link.framing == "wrapper":
        yield ways.wports(bench, way)
        yield ways.in_other_framing(bench, way)
        return
    yield ways.in_other_framing(bench, way)
    yield ways.bauds(way)
    yield ways.clients(bench, way)
    yield ways.hdlc_addresses(bench, way)
    yield ways.bauds(way, ways.COMMON_SERVERS)
    yield [one for client in ways.clients(bench, way) for one in ways.hdlc_addresses(bench, client)]


def differences(way: Way, heard: Sequence[Heard]) -> Iterator[Row]:
    """In what the way that was answered differs from the bench file, a row each; the client is another matter."""
    found, text = heard[0].way, way.link.text
    sap = f" and server_sap = {found.server_sap}" if found.server_sap != way.server_sap else ""
    write = f'write link = "{found.link.text}"'
    if found.link.framing != way.link.framing:
        said = f"{found.link.framing} is spoken there, the bench file says {way.link.framing}: {_all(heard)}"
        yield fault("framing", "wrong-framing", Whose.BENCH, said, f"{write}{sap}", link=text)
    elif found.server != way.server:
        said = f"{_all(heard)}; nothing from {way.server}, which the bench file says"
        if found.link.framing == "hdlc":
            yield fault("address", "wrong-address", Whose.BENCH, said, f"{write}{sap}", link=text)
        else:
            remedy = f"write server_sap = {found.server_sap}"
            yield fault("address", "wrong-server-sap", Whose.BENCH, said, remedy, link=text)
    if found.baud != way.baud:
        said = f"the meter answers at {found.baud} baud, the bench file says {way.baud}"
        yield fault("baud", "wrong-baud", Whose.BENCH, said, write, link=text)


def _all(heard: Iterable[Heard]) -> str:
    return ", ".join(dict.fromkeys(map(str, heard)))


def why_silent(lines: Lines, way: Way, silence: Silence) -> Row:
    """Nothing is answered in any way that was tried."""
    link, ways_tried = way.link, "1 way to ask was" if silence.tried == 1 else f"{silence.tried} ways to ask were"
    if link.scheme in ways.HAVE_BAUD and not silence.is_final:
        identification = sign_on(lines, way)
        if identification:
            return fault(
                "sign-on",
                "mode-e",
                Whose.BENCH,
                f"no HDLC is answered, but a sign-on of IEC 62056-21 is: {printable(identification)}",
                "set this port of the meter to HDLC, or use a converter that signs on: mode E is not driven here",
                link=link.text,
            )
    name, whose, found, remedy = _silence(way, silence)
    return fault("answer", name, whose, f"{found} ({ways_tried} tried)", remedy, link=link.text)


def _silence(way: Way, silence: Silence) -> tuple[str, Whose, str, str]:
    first, link = silence.first_octets, way.link
    if silence.babble:
        remedy = "see what is connected there: no meter sends unasked and without end"
        return "babble", Whose.UNREACHABLE, f"{silence.babble} came, and no end", remedy
    if silence.trouble is not None:
        return "not-opened", Whose.UNREACHABLE, silence.trouble.found, silence.trouble.remedy
    if silence.echoes and not first:
        remedy = "put the optical head onto the meter, swap A and B of RS-485, or take the loop out of the line"
        return "echo-only", Whose.BENCH, "only our own octets come back", remedy
    if first and link.scheme in SERIAL:
        remedy = "check parity and data bits (8N1 is wanted), wiring and ground, and whether somebody else speaks there"
        return "garbage", Whose.UNREACHABLE, f"octets, but no frame: {first[:SHOWN_OCTETS].hex(' ').upper()}", remedy
    if first:
        shown = printable(first[:SHOWN_OCTETS].decode("ascii", "backslashreplace"))
        remedy = "check that it is the right port and device"
        return "not-dlms", Whose.BENCH, f"something answers there, but not DLMS: {shown!r}", remedy
    if silence.closed_because and link.scheme == "udp":
        return (
            "port-closed",
            Whose.UNREACHABLE,
            silence.closed_because,
            "check address and port of the meter's UDP service",
        )
    if silence.closed_because:
        remedy = "see that no other client occupies the meter, and that it is the right port"
        return "hangs-up", Whose.UNREACHABLE, f"connections are taken and then ended: {silence.closed_because}", remedy
    where = (
        "the cable, the head and the power of the meter" if link.scheme in SERIAL else "that the meter is switched on"
    )
    remedy = (
        f"check {where}, that no other client occupies it, and its addresses (client_sap, server_sap, server_lower)"
    )
    return "silent", Whose.UNREACHABLE, "the port opens, and no octet ever comes", remedy
