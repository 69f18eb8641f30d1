"""Which transport a link URL asks for."""

from typing import Any

from conformance.bench.link_url import LinkUrl
from conformance.errors import HarnessError
from conformance.transport.lock import name_of_device, names_of_host
from conformance.transport.serial import DEFAULT_BAUD, SerialTransport
from conformance.transport.tcp import TcpAcceptor, TcpTransport, bracketed
from conformance.transport.udp import UdpTransport


def tester_transport(link: LinkUrl) -> Any:
    """The tester's end of a real link; nothing is opened yet."""
    if link.scheme == "tcp":
        return TcpTransport(link.host, link.port)
    if link.scheme == "udp":
        return UdpTransport(link.host, link.port)
    if link.scheme == "tcp-listen":
        return TcpAcceptor(link.host, link.port)
    baud = link.parameters.get("baud", DEFAULT_BAUD)
    if link.scheme == "serial":
        return SerialTransport(link.device, baud)
    if link.scheme in ("rfc2217", "socket"):
        return SerialTransport(f"{link.scheme}://{bracketed(link.host)}:{link.port}", baud)
    raise HarnessError(f"{link.text}: a bench cannot open a link of this kind")


def device_names(link: LinkUrl) -> list[str]:
    """What a device is locked by: where it is, in whichever way a link URL says that, and whatever is spoken there."""
    if link.scheme == "serial":
        return [name_of_device(link.device)]
    return names_of_host(link.host, link.port)
