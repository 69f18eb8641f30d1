"""Why a DUT may have given no valid answer: what was tried, what came instead, and what to look at."""

from conformance.bench.link_url import LinkUrl
from conformance.dlms.wrapper import WRAPPER_VERSION
from conformance.tester.link import Link
from conformance.transport.serial import DEFAULT_BAUD

_WRAPPER_START = WRAPPER_VERSION.to_bytes(2, "big")


def diagnose(link: Link, url: LinkUrl, first_octets: bytes, trouble: str) -> str:
    """The trouble, what was tried, and hints that fit what came."""
    return f"{trouble}; link {url.text}. {' '.join(_hints(link, url, first_octets))}"


def _hints(link: Link, url: LinkUrl, first: bytes) -> list[str]:
    if link.echoes and not link.valid_frames:
        return [
            "Only our own octets came back: an optical head that echoes with no meter under it, a loop in the line, "
            "or RS-485 wires that are swapped."
        ]
    if link.framing == "wrapper" and b"\x7e" in first[:4]:
        return [f"What came looks like HDLC frames: try hdlc+{url.text}."]
    if link.framing == "hdlc" and first.startswith(_WRAPPER_START):
        return [f"What came looks like wrapper PDUs: try {url.text.removeprefix('hdlc+')}."]
    if first:
        return ["Something answers there, but not DLMS in this framing: check that it is the right port and device."]
    if link.is_closed:
        return [
            "Connections are taken there, and then ended: check that no other client occupies the meter, that it is "
            f"the right port, and that {link.framing} is what is spoken there."
        ]
    if url.scheme in ("serial", "rfc2217", "socket"):
        baud = url.parameters.get("baud", DEFAULT_BAUD)
        return [
            f"Nothing came at {baud} baud, 8N1: check baud rate, wiring and head; whether the meter wants to be woken "
            "by IEC 62056-21 mode E first; and its HDLC address (server_sap, and in the link server_lower and "
            "address_octets)."
        ]
    return ["Nothing came: check client_sap and server_sap, and that no other client occupies the meter."]
