"""The sign-on of IEC 62056-21, asked for where no HDLC is answered: a meter may have to be woken by it first."""

import contextlib
from collections.abc import Iterable

from conformance.bench.doctor.ear import Ear
from conformance.bench.doctor.lines import Lines
from conformance.bench.doctor.ways import Way
from conformance.clock import NANOSECONDS, seconds_to_ns
from conformance.errors import BenchError
from conformance.transport.serial import BITS_PER_OCTET

SIGN_ON = b"/?!\r\n"
SIGN_ON_BAUD = 300
REACTION_NS = seconds_to_ns(1.5)
"""How long a meter may take to answer a sign-on, and to go on within its answer (IEC 62056-21 6.3.13)."""

IDENTIFICATION_OCTETS = 24


def sign_on(lines: Lines, way: Way) -> str:
    """What a meter says that wants to be woken by IEC 62056-21 first; empty if nothing does.

    Its octets have seven bits and even parity, which at 8N1 is a bit in each of
    them. The meter returns to rest by itself when nothing follows.
    """
    link = way.link.changed(baud=SIGN_ON_BAUD)
    came = bytearray()
    with contextlib.suppress(BenchError), lines.open(link) as exchange:
        ear = Ear(exchange, "wrapper")
        ear.ask(bytes(map(_with_parity, SIGN_ON)))
        octets = len(SIGN_ON) + IDENTIFICATION_OCTETS
        bound = REACTION_NS + round(octets * NANOSECONDS * BITS_PER_OCTET / SIGN_ON_BAUD)
        exchange.run(lambda: b"\n" in _without_parity(ear.first_octets) or bool(ear.closed_because), bound)
        came += _without_parity(ear.first_octets)
    found = bytes(came[came.find(b"/") :]).strip() if b"/" in came else b""
    return found.decode("ascii", "replace") if len(found) > len("/AAA0") - 1 else ""


def _with_parity(octet: int) -> int:
    return octet | (octet.bit_count() & 1) << 7


def _without_parity(octets: Iterable[int]) -> bytes:
    return bytes(octet & 0x7F for octet in octets)
