"""HDLC parameters in the information field of SNRM and UA (IEC 62056-46 6.4.4.4.3.2).

    81 80 len { 05 max info transmit | 06 max info receive | 07 window transmit | 08 window receive }

Each side writes its own point of view: what a client can receive bounds what
the server may transmit. What is not written keeps its default.
"""

from dataclasses import dataclass

from conformance.codec.tree import in_hex
from conformance.errors import ProtocolViolation

FORMAT_IDENTIFIER = 0x81
GROUP_IDENTIFIER = 0x80

_NAMES = {5: "max_info_transmit", 6: "max_info_receive", 7: "window_transmit", 8: "window_receive"}
"""Parameters by their identifiers; others may be there and mean nothing here."""

_WIDTHS = {5: 2, 6: 2, 7: 4, 8: 4}
"""Octets in which values are written, information lengths below 256 in one; any width from 1 to 4 is read."""


@dataclass(frozen=True, slots=True)
class HdlcParameters:
    """Octets of information (32 to 2030, default 128) and frames in a window (1 to 7, default 1)."""

    max_info_transmit: int = 128
    max_info_receive: int = 128
    window_transmit: int = 1
    window_receive: int = 1

    def encode(self) -> bytes:
        values = b""
        for identifier, name in _NAMES.items():
            value, width = getattr(self, name), _WIDTHS[identifier]
            if not 0 <= value < 1 << 8 * width:
                raise ValueError(f"{name}: {value} does not fit into {width} octets")
            octets = value.to_bytes(1 if width == 2 and value < 0x100 else width, "big")
            values += bytes((identifier, len(octets))) + octets
        return bytes((FORMAT_IDENTIFIER, GROUP_IDENTIFIER, len(values))) + values

    @classmethod
    def decode(cls, octets: bytes) -> "HdlcParameters":
        """Decode an information field; an empty one stands for the defaults."""
        if not octets:
            return cls()
        if len(octets) < 3 or octets[0] != FORMAT_IDENTIFIER or octets[1] != GROUP_IDENTIFIER:
            found = in_hex(octets[:3])
            raise ProtocolViolation(found, "0x81 80 and a length", offset=0, field="HDLC parameters")
        if octets[2] != len(octets) - 3:
            raise ProtocolViolation(f"length {octets[2]}", f"{len(octets) - 3}", offset=2, field="HDLC parameters")
        values: dict[str, int] = {}
        at = 3
        while at < len(octets):
            name = _NAMES.get(octets[at])
            length = octets[at + 1] if at + 1 < len(octets) else len(octets)
            value = octets[at + 2 : at + 2 + length]
            if len(value) < length or (name and not value):
                found = in_hex(octets[at:], 8)
                raise ProtocolViolation(
                    found, "identifier, length and a value", offset=at, field=name or "HDLC parameters"
                )
            if name:
                values[name] = int.from_bytes(value, "big")
            at += 2 + length
        return cls(**values)

    def agreed_with(self, proposal: "HdlcParameters") -> "HdlcParameters":
        """What a server answers: its own abilities, cut to what the client proposed."""
        return HdlcParameters(
            max_info_transmit=min(self.max_info_transmit, proposal.max_info_receive),
            max_info_receive=min(self.max_info_receive, proposal.max_info_transmit),
            window_transmit=min(self.window_transmit, proposal.window_receive),
            window_receive=min(self.window_receive, proposal.window_transmit),
        )
