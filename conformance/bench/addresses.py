"""Do the addresses of links and associations fit each other? (HDLC: IEC 62056-46 6.4.2, wrapper: IEC 62056-47)

On the wrapper every SAP has 16 bits. In an HDLC frame a client has seven, and a
server as many as the octets of its address leave.
"""

from collections.abc import Iterator, Sequence

from conformance.bench.link_url import LinkUrl

LARGEST_CLIENT = 0x7F
LARGEST_PART = {1: 0x7F, 2: 0x7F, 4: 0x3FFF}
"""Largest upper and lower part of a server's address, by its octets."""


def link_misfit(link: LinkUrl) -> str:
    """Why the physical address of a link has no room in its frames; empty if it has."""
    lower, octets = link.parameters.get("server_lower", 0), link.parameters.get("address_octets", 1)
    return lower_misfit(lower, octets)


def lower_misfit(lower: int, octets: int) -> str:
    if lower == 0 or (octets > 1 and lower <= LARGEST_PART[octets]):
        return ""
    wide = "2 or 4" if lower <= LARGEST_PART[2] else "4"
    return f"server_lower={lower} has no room in an address of {_octets(octets)}; write address_octets={wide} beside it"


def client_misfit(client_sap: int, links: Sequence[LinkUrl]) -> str:
    """Why a client cannot be addressed on some of these links."""
    for link in _of_hdlc(links):
        if client_sap > LARGEST_CLIENT:
            return f"{client_sap} has no room in an HDLC frame of {_name(link)}; wanted 1 to {LARGEST_CLIENT}"
    return ""


def server_misfit(server_sap: int, links: Sequence[LinkUrl]) -> str:
    """Why a logical device cannot be addressed on some of these links."""
    for link in _of_hdlc(links):
        said = upper_misfit(server_sap, link.parameters.get("address_octets", 1))
        if said:
            return f"{said}, the one of {_name(link)}"
    return ""


def upper_misfit(server_sap: int, octets: int) -> str:
    largest = LARGEST_PART[octets]
    if server_sap <= largest:
        return ""
    wider = ", or address_octets=4 in the link" if octets < 4 and server_sap <= LARGEST_PART[4] else ""
    return f"{server_sap} needs more room; wanted 1 to {largest}{wider} for an HDLC address of {_octets(octets)}"


def _of_hdlc(links: Sequence[LinkUrl]) -> Iterator[LinkUrl]:
    """Links on which cases are run in HDLC frames; a golden unit has such a link too, whatever comes first."""
    return (link for link in links if link.framing == "hdlc" or link.is_golden)


def _name(link: LinkUrl) -> str:
    return link.text.partition("?")[0]


def _octets(count: int) -> str:
    return f"{count} octet" + ("s" if count > 1 else "")
