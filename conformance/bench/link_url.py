"""Link URLs of bench files and of `goldenbench golden --listen`, taken apart.

tcp://HOST:PORT  udp://HOST:PORT  tcp-listen://HOST:PORT          wrapper
hdlc+tcp://HOST:PORT  hdlc+serial:///dev/ttyUSB0?baud=9600  hdlc+rfc2217://HOST:PORT
hdlc+socket://HOST:PORT  hdlc+pty:  golden  golden:DEFECT  hdlc+golden  udp+golden
hdlc+golden?loss=0.02&corrupt=0.01&delay_ms=20&seed=7             an impaired link
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlsplit

from conformance.bench.impaired import PARAMETERS as IMPAIRMENTS
from conformance.bench.impaired import Impaired, parse_impairments
from conformance.dlms.hdlc.address import WIDTHS
from conformance.spelling import did_you_mean

SCHEMES = ("tcp", "udp", "tcp-listen", "serial", "rfc2217", "socket", "pty", "golden")
_OF_HDLC_ONLY = ("serial", "rfc2217", "socket", "pty")
_OF_WRAPPER_ONLY = ("udp", "tcp-listen")
_PARAMETERS = {"baud": (300, 921_600), "address_octets": (1, 4), "server_lower": (0, 16_383), "retries": (0, 10)}
"""Parameters behind the question mark, with their ranges; all but baud belong to HDLC."""

_DEFAULTS = {"address_octets": 1, "server_lower": 0}


@dataclass(frozen=True, slots=True)
class LinkUrl:
    """Where a link leads, and how APDUs are framed on it."""

    text: str
    framing: str
    """"wrapper" or "hdlc"."""

    scheme: str
    host: str = ""
    port: int = 0
    device: str = ""
    """Path of a serial device, or the name of a defect behind `golden:`."""

    parameters: Mapping[str, int] = field(default_factory=dict, hash=False)
    impaired: Impaired | None = None
    """What a golden link does to what it carries; None: nothing."""

    @property
    def is_golden(self) -> bool:
        return self.scheme == "golden"

    @property
    def is_datagram(self) -> bool:
        return self.scheme == "udp" or self.text.startswith("udp+")

    @property
    def keeps_octet_times(self) -> bool:
        """True if a pause between octets is one for the DUT too; a network gathers and cuts as it likes."""
        return self.scheme in ("serial", "pty", "golden") and not self.is_datagram

    def changed(self, framing: str = "", **parameters: int) -> "LinkUrl":
        """The same place, spoken to in another way; parameters that have their default are left out."""
        framing = framing or self.framing
        kept = {**self.parameters, **parameters}
        if framing != "hdlc":
            kept = {}
        query = "&".join(f"{name}={value}" for name, value in kept.items() if _DEFAULTS.get(name) != value)
        place = self.text.removeprefix("hdlc+").partition("?")[0]
        text = f"{'hdlc+' if framing == 'hdlc' else ''}{place}{f'?{query}' if query else ''}"
        return replace(self, text=text, framing=framing, parameters=kept)

    @property
    def leads_nowhere(self) -> bool:
        """True for port 0, on which one can listen only: the system then picks a free one."""
        return bool(self.host) and self.port == 0


def parse_link(text: str, schemes: Sequence[str] = SCHEMES) -> LinkUrl:
    """Take a link URL apart; ValueError says what is wrong with it and what would be right."""
    rest, framing = (text[5:], "hdlc") if text.startswith("hdlc+") else (text, "wrapper")
    if rest.partition("?")[0].partition(":")[0] in ("golden", "udp+golden") and "golden" in schemes:
        return _golden(text, framing)
    scheme = rest.partition(":")[0]
    if scheme not in schemes:
        raise ValueError(_unknown_scheme(text, rest, scheme, schemes))
    if scheme in _OF_HDLC_ONLY and framing != "hdlc":
        raise ValueError(f"{text!r} is a serial line, on which APDUs travel in HDLC frames; write hdlc+{text}")
    if scheme in _OF_WRAPPER_ONLY and framing == "hdlc":
        raise ValueError(f"{text!r}: HDLC needs a stream that the bench opens; write hdlc+tcp:// or hdlc+serial://")
    parts = urlsplit(rest)
    parameters = _parameters(text, parts.query)
    if scheme == "serial":
        if parts.netloc or not parts.path.startswith("/"):
            raise ValueError(
                f"{text!r} names no device; wanted three slashes, as in hdlc+serial:///dev/ttyUSB0?baud=9600"
            )
        return LinkUrl(text, "hdlc", scheme, device=parts.path, parameters=parameters)
    if scheme == "pty":
        return LinkUrl(text, "hdlc", scheme, parameters=parameters)
    if parameters and framing != "hdlc":
        raise ValueError(f"{text!r}: parameters belong to HDLC links; remove them, or write hdlc+{text}")
    host, port = _authority(text, parts.netloc)
    return LinkUrl(text, framing, scheme, host=host, port=port, parameters=parameters)


def _golden(text: str, framing: str) -> LinkUrl:
    place, _, query = text.partition("?")
    head, _, defect = place.partition(":")
    if head == "hdlc+udp+golden":
        raise ValueError(f"{text!r}: HDLC frames do not travel in datagrams; write hdlc+golden or udp+golden")
    is_datagram = head.startswith("udp+")
    carrier = "hdlc" if framing == "hdlc" else "datagram" if is_datagram else "stream"
    impaired, parameters = parse_impairments(text, query, carrier)
    return LinkUrl(text, framing, "golden", device=defect, parameters=parameters, impaired=impaired)


def _unknown_scheme(text: str, rest: str, scheme: str, schemes: Sequence[str]) -> str:
    if rest.startswith("/"):
        return f"{text!r} lacks a scheme; write hdlc+serial://{rest}?baud=9600"
    has_port = rest.rpartition(":")[2].isdigit()
    if "//" not in rest and (has_port or "." in rest):
        return f"{text!r} lacks a scheme; write {text.removesuffix(rest)}tcp://{rest}{'' if has_port else ':4059'}"
    known = next((name for name in schemes if rest.startswith((f"{name}//", f"{name}:/"))), "")
    if known:
        return f"{text!r} lacks a colon or a slash; write {text.removesuffix(rest)}{known}://{_behind(rest, known)}"
    found = f"{text!r} has the unknown scheme {scheme!r}" if scheme else f"{text!r} lacks a scheme"
    wanted = accepted(schemes)
    return f"{found}; wanted one of {', '.join(wanted)}; {did_you_mean(scheme, wanted)}".removesuffix("; ")


def accepted(schemes: Sequence[str]) -> list[str]:
    """What a link may begin with, framing included."""
    plain = [scheme for scheme in schemes if scheme not in _OF_HDLC_ONLY]
    return [*plain, *(f"hdlc+{scheme}" for scheme in schemes if scheme not in _OF_WRAPPER_ONLY)]


def _behind(rest: str, scheme: str) -> str:
    """What follows a scheme, without the colon and slashes as far as they are there; a path keeps its own."""
    place = rest.removeprefix(scheme).removeprefix(":").lstrip("/")
    return f"/{place}" if scheme == "serial" else place


def _authority(text: str, netloc: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{netloc}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        said = str(error) if "ort" not in str(error) else "the port is no number from 1 to 65535"
        raise ValueError(f"{text!r}: {said}; wanted HOST:PORT, IPv6 addresses in brackets") from None
    if not host or port is None:
        raise ValueError(f"{text!r} lacks host or port; wanted a form like tcp://192.0.2.7:4059 or tcp://[::1]:4059")
    return host, port


def _parameters(text: str, query: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in _PARAMETERS:
            why = f"{name} is for golden links only" if name in IMPAIRMENTS else f"unknown parameter {name!r}"
            raise ValueError(f"{text!r}: {why}; wanted one of {', '.join(_PARAMETERS)}")
        low, high = _PARAMETERS[name]
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise ValueError(f"{text!r}: {name}={value}; wanted a number from {low} to {high}")
        found[name] = int(value)
    if found.get("address_octets", 1) not in WIDTHS:
        raise ValueError(f"{text!r}: address_octets={found['address_octets']}; wanted 1, 2 or 4")
    return found
