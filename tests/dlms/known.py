"""Known answers from outside: reads tests/vectors/dlms.toml, and says what it means that a codec agrees with one.

The tests of the vectors and the mutation run share `check`, so a mutation that
it does not notice is one that no vector would notice.
"""

import functools
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from conformance.codec.checksum import crc16_x25
from conformance.codec.message import Message
from conformance.dlms.apdu import APDUS, decode_apdu
from conformance.dlms.data import decode_data, encode_data
from conformance.dlms.date_time import DateTime
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.wrapper import WrapperPdu
from conformance.errors import ProtocolViolation
from tests.dlms.plain import plain

VECTORS = Path(__file__).parents[1] / "vectors"

MESSAGES: tuple[type[Message], ...] = (*APDUS, WrapperPdu, DateTime)
"""Every class whose field table is its codec, embedded ones apart."""


@dataclass(frozen=True)
class Vector:
    """Octets, what they mean, and what encoding that meaning gives."""

    name: str
    class_name: str
    octets: bytes
    expected: Any
    sent: bytes
    source: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Malformed:
    """Octets that are no message, and what must be said of them."""

    name: str
    class_name: str
    octets: bytes
    violation: str

    def __str__(self) -> str:
        return self.name


class Codec(NamedTuple):
    """How octets become a value, and back; the value in plain words."""

    decode: Callable[[bytes], Any]
    encode: Callable[[Any], bytes]
    plain: Callable[[Any], Any] = plain


CODECS: dict[str, Codec] = {
    **{cls.__name__: Codec(cls.decode, cls.encode) for cls in MESSAGES},
    "HdlcFrame": Codec(HdlcFrame.decode, HdlcFrame.encode),
    "HdlcParameters": Codec(HdlcParameters.decode, HdlcParameters.encode),
    "Data": Codec(decode_data, encode_data),
    "crc16_x25": Codec(crc16_x25, bytes),
    "APDU": Codec(decode_apdu, lambda apdu: bytes(apdu.encode())),
}


@functools.cache
def vectors() -> tuple[Vector, ...]:
    entries = tomllib.loads((VECTORS / "dlms.toml").read_text(encoding="utf-8"))["vector"]
    return tuple(map(_vector, entries))


@functools.cache
def malformed() -> tuple[Malformed, ...]:
    entries = tomllib.loads((VECTORS / "dlms_malformed.toml").read_text(encoding="utf-8"))["malformed"]
    return tuple(
        Malformed(entry["name"], entry["class"], octets_of(entry["hex"]), entry["violation"]) for entry in entries
    )


def malformed_of(class_name: str) -> list[Malformed]:
    return [entry for entry in malformed() if entry.class_name == class_name]


def vectors_of(class_name: str) -> list[Vector]:
    return [vector for vector in vectors() if vector.class_name == class_name]


def octets_of(text: str) -> bytes:
    """Hexadecimal as the files write it: "00 01 {C5 * 17}"."""
    return bytes.fromhex(_REPETITION.sub(lambda found: found[1] * int(found[2]), text))


_REPETITION = re.compile(r"\{ *([0-9A-F ]+?) *\* *([0-9]+) *\}")


def _expanded(expected: Any) -> Any:
    if isinstance(expected, dict):
        return {name: _expanded(value) for name, value in expected.items()}
    if isinstance(expected, str) and "{" in expected:
        return octets_of(expected).hex().upper()
    return expected


def _vector(entry: dict[str, Any]) -> Vector:
    octets = octets_of(entry["hex"])
    expected = _expanded(entry["fields"] if "fields" in entry else entry["value"])
    sent = octets_of(entry["sent"]) if "sent" in entry else octets
    if entry["class"] == "HdlcFrame":  # the file says where the information stands
        start, end = expected["information"] or (0, 0)
        expected = {**expected, "information": octets[start:end].hex().upper()}
    return Vector(entry["name"], entry["class"], octets, expected, sent, entry["source"])


def words(plain_value: Any) -> str:
    """A plain value as text that tells 1 from true and from 1.0."""
    return json.dumps(plain_value, sort_keys=True, ensure_ascii=False)


def check_refusal(entry: Malformed, codec: Codec) -> None:
    """A codec refuses malformed octets with the words that were asked for."""
    try:
        value = codec.decode(entry.octets)
    except ProtocolViolation as violation:
        found = str(violation)
    else:
        found = f"taken for a {type(value).__name__}"
    assert found == entry.violation, f"{entry}: {found}; wanted {entry.violation}"


def agrees(vector: Vector, codec: Codec) -> bool:
    """Whether `check` is content, whatever goes wrong otherwise: a mistaken codec may raise anything."""
    try:
        check(vector, codec)
    except Exception:
        return False
    return True


def check(vector: Vector, codec: Codec) -> None:
    """A codec agrees with a vector: it reads every field as stated and writes the stated octets."""
    value = codec.decode(vector.octets)
    found, wanted = words(codec.plain(value)), words(vector.expected)
    assert found == wanted, f"{vector} is read as\n{found}, wanted\n{wanted}"
    if vector.class_name != "crc16_x25":
        sent = codec.encode(value)
        assert sent == vector.sent, f"{vector} is written\n{sent.hex()}, wanted\n{vector.sent.hex()}"
