"""Ways to speak to a meter: what the bench file says, and what is usual where that gets no answer.

The usual ones are what vendors ship and what integrators write down: logical
device 1 with a physical address of 16 or 17, a public client 16, IEC 62056-21
rates. A meter on a shared line is often addressed by the end of its serial number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from conformance.bench.addresses import LARGEST_CLIENT, LARGEST_PART
from conformance.bench.bench import Bench
from conformance.bench.link_url import LinkUrl
from conformance.dlms.aarq import aarq_for
from conformance.dlms.acse import Mechanism
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.initiate import InitiateRequest
from conformance.dlms.wrapper import WRAPPER_VERSION, WrapperPdu
from conformance.tester.association import PROPOSED
from conformance.tester.dut import Credentials
from conformance.tester.services import LOGICAL_DEVICE_NAME
from conformance.transport.serial import DEFAULT_BAUD

PUBLIC_CLIENT = 16
USUAL_CLIENTS = (PUBLIC_CLIENT, 1, 32, 48, 2, 64)
USUAL_SERVERS = (
    *((upper, 0, 1) for upper in (1, 16, 17, 127)),
    *((1, lower, 2) for lower in (16, 17, 1, 127)),
    *((1, lower, 4) for lower in (16, 17, 1, 127, 16_383)),
)
"""Upper part, lower part and octets of HDLC addresses; 127 and 16383 are for all stations, which some answer to."""

USUAL_WPORTS = (1, 16, 17, 2)
USUAL_BAUDS = (9600, 19_200, 300, 115_200, 38_400, 57_600, 4800, 2400, 1200, 600)

HAVE_BAUD = ("serial", "rfc2217")
"""Links on which the tester chooses the rate."""

COMMON_SERVERS = ((1, 0, 1), (1, 16, 2), (1, 17, 2), (1, 16, 4), (1, 17, 4))
"""Those that are tried at every rate."""

DIGITS = (100, 1000, 10_000)
OFFSETS = (0, 16, 1000)
"""How vendors make a physical address from the end of a serial number."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link, and between whom: for HDLC the server's address is made of the link's parameters and the SAP."""

    link: LinkUrl
    client_sap: int
    server_sap: int
    is_public: bool = True
    """True if this client has no secret, so that an AARQ without one is no wrong password."""

    @property
    def ends(self) -> tuple[str, int, int, HdlcAddress]:
        """What makes it this way, however its link is written."""
        return self.line, self.client_sap, self.server_sap, self.server

    @property
    def server(self) -> HdlcAddress:
        parameters = self.link.parameters
        return HdlcAddress(self.server_sap, parameters.get("server_lower", 0), parameters.get("address_octets", 1))

    @property
    def baud(self) -> int:
        return self.link.parameters.get("baud", DEFAULT_BAUD)

    @property
    def line(self) -> str:
        """What two ways share that need not open the port anew."""
        return self.link.changed(server_lower=0, address_octets=1).text

    def question(self) -> bytes:
        """What any server answers that is addressed so, and what changes nothing there.

        SNRM; on the wrapper an AARQ where no secret belongs to it, else a GET, which is refused outside an association.
        """
        if self.link.framing == "hdlc":
            return self.frame(FrameKind.SNRM)
        if self.is_public:
            return self.pdu(aarq_for(InitiateRequest(proposed_conformance=PROPOSED)).encode())
        return self.pdu(GetRequestNormal(0xC1, *LOGICAL_DEVICE_NAME).encode())

    def frame(self, kind: FrameKind) -> bytes:
        return HdlcFrame(self.server, HdlcAddress(self.client_sap), Control(kind, True).encode()).encode()

    def pdu(self, apdu: bytes) -> bytes:
        return WrapperPdu(WRAPPER_VERSION, self.client_sap, self.server_sap, apdu).encode()

    def answered_by(self, answer: HdlcFrame | WrapperPdu) -> "Way":
        """The way that an answer belongs to: it may be late, or come from one of all stations that were asked."""
        if isinstance(answer, WrapperPdu):
            return replace(self, client_sap=answer.destination_wport, server_sap=answer.source_wport)
        server = answer.source
        link = self.link.changed(server_lower=server.lower, address_octets=server.width)
        return replace(self, link=link, client_sap=answer.destination.upper, server_sap=server.upper)

    def __str__(self) -> str:
        baud = f" at {self.baud} baud" if self.link.scheme in HAVE_BAUD else ""
        if self.link.framing == "hdlc":
            return f"HDLC server {self.server}, client {self.client_sap}{baud}"
        return f"wrapper, server wPort {self.server_sap}, client wPort {self.client_sap}"


def declared(link: LinkUrl, credentials: Credentials) -> Way:
    """The way of an association of the bench file."""
    is_public = credentials.mechanism is Mechanism.NONE
    return Way(link, credentials.client_sap, credentials.server_sap, is_public)


def hdlc_addresses(bench: Bench, way: Way) -> list[Way]:
    """One client, all addresses worth trying: the declared one in all its widths, the usual ones, the serial number."""
    lowers = {way.server.lower, *_lowers_of(bench.file.dut.serial_number)} - {0}
    tried = [(way.server_sap, way.server.lower if width > 1 else 0, width) for width in (way.server.width, 1, 2, 4)]
    tried += USUAL_SERVERS
    tried += [(way.server_sap, lower, width) for lower in sorted(lowers) for width in (2, 4)]
    fitting = [one for one in tried if max(one[:2]) <= LARGEST_PART[one[2]]]
    return [at(way, *server) for server in dict.fromkeys(fitting)]


def _lowers_of(serial_number: str) -> Iterator[int]:
    digits = "".join(character for character in serial_number if character in "0123456789")
    if digits:
        yield from (int(digits) % divisor + offset for divisor in DIGITS for offset in OFFSETS)


def clients(bench: Bench, way: Way) -> list[Way]:
    """One server, all clients worth trying."""
    known = {one.client_sap: one.mechanism is Mechanism.NONE for one in bench.dut.associations}
    others = dict.fromkeys((way.client_sap, *known, *USUAL_CLIENTS))
    largest = LARGEST_CLIENT if way.link.framing == "hdlc" else 0xFFFF
    return [
        replace(way, client_sap=sap, is_public=known.get(sap, sap == PUBLIC_CLIENT)) for sap in others if sap <= largest
    ]


def wports(bench: Bench, way: Way) -> list[Way]:
    """On the wrapper: all clients, all logical devices worth trying."""
    servers = dict.fromkeys((way.server_sap, *USUAL_WPORTS))
    return [replace(one, server_sap=sap) for one in clients(bench, way) for sap in servers]


def in_other_framing(bench: Bench, way: Way) -> list[Way]:
    """The same place, spoken to in the other framing; nothing where a link has only one."""
    if way.link.scheme != "tcp":
        return []
    if way.link.framing == "hdlc":
        plain = replace(way, link=way.link.changed("wrapper"))
        return unique([plain, replace(plain, client_sap=PUBLIC_CLIENT, server_sap=1, is_public=True)])
    client = way.client_sap if way.client_sap <= LARGEST_CLIENT else PUBLIC_CLIENT
    return hdlc_addresses(bench, replace(way, link=way.link.changed("hdlc"), client_sap=client))


def bauds(way: Way, servers: Iterable[tuple[int, int, int]] = ()) -> list[Way]:
    """Other rates; at each the declared address, or the given ones."""
    if way.link.scheme not in HAVE_BAUD:
        return []
    rates = [replace(way, link=way.link.changed(baud=baud)) for baud in USUAL_BAUDS if baud != way.baud]
    return [at(one, *server) for one in rates for server in servers] if servers else rates


def at(way: Way, upper: int, lower: int, width: int) -> Way:
    """The same client, another server."""
    link = way.link.changed("hdlc", server_lower=lower, address_octets=width)
    return replace(way, link=link, server_sap=upper)


def unique(ways: Iterable[Way]) -> list[Way]:
    return list(dict.fromkeys(ways))
