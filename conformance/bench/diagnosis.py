"""Why a DUT may have given no valid answer: what was tried, what came instead, and what to look at."""

from conformance.bench.exchange import PortExchange
from conformance.bench.link_url import LinkUrl
from conformance.dlms.wrapper import WRAPPER_VERSION
from conformance.tester.link import Link
from conformance.transport.serial import DEFAULT_BAUD

_WRAPPER_START = WRAPPER_VERSION.to_bytes(2, "big")


def diagnose(link: Link, url: LinkUrl, exchange: PortExchange, trouble: str) -> str:
    """The trouble, what was tried, and hints that fit what came."""
    if not exchange.was_opened:
        return f"{trouble}; link {url.text}"  # what keeps a port from being opened says by itself what to do
    return f"{trouble}; link {url.text}. {_hint(link, url, exchange.first_octets)}"


def _hint(link: Link, url: LinkUrl, first: bytes) -> str:
    if link.echoes and not link.valid_frames:
        return (
            "Only our own octets came back: an optical head that echoes with no meter under it, a loop in the line, "
            "or RS-485 wires that are swapped."
        )
    if link.framing == "wrapper" and b"\x7e" in first[:4]:
        return f"What came looks like HDLC frames: try hdlc+{url.text}."
    if link.framing == "hdlc" and first.startswith(_WRAPPER_START):
        return f"What came looks like wrapper PDUs: try {url.text.removeprefix('hdlc+')}."
    if first:
        return "Something answers there, but not DLMS in this framing: check that it is the right port and device."
    if link.is_closed:
        return _hint_after_closing(link, url)
    return _hint_after_silence(link, url)


def _hint_after_closing(link: Link, url: LinkUrl) -> str:
    if url.scheme == "udp":
        return "Nothing listens there: check address and port, and that the meter offers its service over UDP."
    return (
        "Connections are taken there, and then ended: check that no other client occupies the meter, that it is "
        f"the right port, and that {link.framing} is what is spoken there."
    )


def _hint_after_silence(link: Link, url: LinkUrl) -> str:
    address = "server_sap, and in the link server_lower and address_octets"
    if url.scheme in ("serial", "rfc2217", "socket", "pty"):
        baud = url.parameters.get("baud", DEFAULT_BAUD)
        return (
            f"Nothing came at {baud} baud, 8N1: check baud rate, wiring and head; whether the meter wants to be woken "
            f"by IEC 62056-21 mode E first; and its HDLC address ({address})."
        )
    if link.framing == "hdlc":
        return (
            f"Nothing came: check client_sap and the HDLC address ({address}); that no other client occupies the "
            f"meter; and whether it speaks the wrapper there instead ({url.text.removeprefix('hdlc+').split('?')[0]})."
        )
    return (
        "Nothing came: check client_sap and server_sap; that no other client occupies the meter; "
        f"and whether it speaks HDLC there instead (hdlc+{url.text})."
    )
