"""What is said of malformed octets: where, what came, what was wanted, in which field."""

import re

import pytest

from conformance.dlms.llc import LLC_COMMAND, LLC_RESPONSE, strip_llc
from conformance.errors import ProtocolViolation
from tests.dlms.entries import ENTRIES, Decode
from tests.dlms.known import CODECS, Malformed, check_refusal, malformed

DOCUMENTED = re.compile(r"octet (\d+): found .+, wanted .+ \([^()]+\)")


@pytest.mark.parametrize("entry", malformed(), ids=str)
def test_refusal(entry: Malformed) -> None:
    check_refusal(entry, CODECS[entry.class_name])


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("E6E700 C401", "octet 0: found 0xE6 E7 00, wanted 0xE6 E6 00 (LLC header)"),
        ("E6E6", "octet 0: found 0xE6 E6, wanted 0xE6 E6 00 (LLC header)"),
        ("", "octet 0: found nothing, wanted 0xE6 E6 00 (LLC header)"),
    ],
)
def test_llc_header(octets: str, text: str) -> None:
    with pytest.raises(ProtocolViolation) as refused:
        strip_llc(bytes.fromhex(octets), LLC_COMMAND)
    assert str(refused.value) == text
    assert refused.value.rule == "DLMS-HDLC-LLC"


def test_llc_header_is_taken_off() -> None:
    assert strip_llc(bytes.fromhex("E6E700C401"), LLC_RESPONSE) == b"\xc4\x01"


@pytest.mark.parametrize("entry", ENTRIES)
def test_hostile_octets_are_refused_in_the_documented_form(entry: str) -> None:
    """Also where no example was written down: a place within the octets, and a field."""
    decode, mangler = ENTRIES[entry].decode, ENTRIES[entry].mangler()
    refused = 0
    for _ in range(4_000):
        octets = mangler()
        violation = violation_of(decode, octets)
        if violation is None:
            continue
        refused += 1
        text = str(violation)
        documented = DOCUMENTED.fullmatch(text) or text.endswith("wanted a frame between two flags")
        assert documented, f"{text!r} for {octets.hex()}"
        assert violation.offset is not None
        assert 0 <= violation.offset <= len(octets), f"{text!r} for {octets.hex()}"
        assert text.isprintable()
        assert len(text) < 200
    assert refused


def violation_of(decode: Decode, octets: bytes) -> ProtocolViolation | None:
    try:
        decode(octets)
    except ProtocolViolation as violation:
        return violation
    return None
