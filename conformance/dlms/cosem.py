"""What names a COSEM attribute or method (IEC 62056-5-3, Cosem-Attribute-Descriptor; OBIS codes: IEC 62056-6-1)."""

import functools
from typing import NamedTuple

from conformance.codec.kinds import Octets


class ObisCode(bytes):
    """Six value groups A to F; made from text such as "1-0:1.8.0.255"."""

    def __new__(cls, code: "str | bytes") -> "ObisCode":
        octets = parse_obis(code) if isinstance(code, str) else bytes(code)
        if len(octets) != 6:
            raise ValueError(f"{octets.hex()}: an OBIS code has 6 octets, not {len(octets)}")
        return super().__new__(cls, octets)

    def __str__(self) -> str:
        a, b, c, d, e, f = self
        return f"{a}-{b}:{c}.{d}.{e}.{f}"

    def __repr__(self) -> str:
        return f"ObisCode('{self}')"


@functools.lru_cache(maxsize=4096)
def parse_obis(text: str) -> bytes:
    """Octets of a code written A-B:C.D.E.F (or with dots throughout)."""
    groups = text.replace("-", ".").replace(":", ".").split(".")
    if len(groups) != 6 or not all(group.isascii() and group.isdigit() and int(group) < 256 for group in groups):
        raise ValueError(f"{text!r}: an OBIS code is written A-B:C.D.E.F, each group from 0 to 255")
    return bytes(map(int, groups))


class InstanceId(Octets):
    """A logical name as a field of a message."""

    def __init__(self) -> None:
        super().__init__(6)

    def text(self, value: bytes) -> str:
        return str(ObisCode(value))


INSTANCE_ID = InstanceId()


class AttributeDescriptor(NamedTuple):
    """A class, an instance and the number of one of its attributes (or methods)."""

    class_id: int
    instance_id: bytes
    attribute_id: int

    def __str__(self) -> str:
        return f"class {self.class_id}, {ObisCode(self.instance_id)}, attribute {self.attribute_id}"
