"""Data blocks: an encoded value that is too long for one APDU, cut into numbered pieces (IEC 62056-5-3).

Blocks count from 1. What the pieces make up when they are put together differs
by service and is decoded there; here they are octets.
"""

from conformance.codec.axdr import BOOLEAN, OCTET_STRING
from conformance.codec.kinds import U32
from conformance.codec.message import Embedded, Message, message, wire
from conformance.errors import ProtocolViolation

FIRST_BLOCK = 1


@message()
class DataBlock(Message):
    """DataBlock-SA: a block of a SET, of parameters of an ACTION, or of what an ACTION returns."""

    last_block: bool = wire(BOOLEAN)
    block_number: int = wire(U32)
    raw_data: bytes = wire(OCTET_STRING)


DATA_BLOCK = Embedded(DataBlock)


class BlockAssembly:
    """Puts blocks together in the order of their numbers."""

    def __init__(self, rule: str, *, largest_octets: int) -> None:
        self.rule = rule
        """Id of the rule that a block out of order breaks."""

        self.largest_octets = largest_octets
        self.octets = bytearray()
        self.next_number = FIRST_BLOCK

    def has_room(self, raw_data: bytes) -> bool:
        return len(self.octets) + len(raw_data) <= self.largest_octets

    def take(self, number: int, raw_data: bytes) -> None:
        """Add a block; one that is out of order, or too much in all, is a violation."""
        if number != self.next_number:
            raise ProtocolViolation(str(number), str(self.next_number), field="block-number", rule=self.rule)
        if not self.has_room(raw_data):
            found = f"{len(self.octets) + len(raw_data)} octets"
            raise ProtocolViolation(found, f"at most {self.largest_octets}", field="blocks in all", rule=self.rule)
        self.octets += raw_data
        self.next_number += 1


def blocks_of(octets: bytes, size: int) -> list[bytes]:
    """Pieces of at most `size` octets; one empty piece if there is nothing to cut."""
    return [octets[at : at + size] for at in range(0, len(octets), size)] or [b""]
