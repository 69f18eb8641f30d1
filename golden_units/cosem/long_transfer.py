"""Long transfers of a golden server: what is left to send, or what has come so far (IEC 62056-5-3).

An association has at most one at a time; a request that does not go on with it ends it.
"""

from dataclasses import dataclass, field

from conformance.dlms.action import ActionRequestWithFirstPblock, ActionRequestWithListAndFirstPblock
from conformance.dlms.blocks import FIRST_BLOCK, BlockAssembly
from conformance.dlms.set import SetRequestWithFirstDatablock, SetRequestWithListAndFirstDatablock

LARGEST_REQUEST = 64 * 1024
"""Octets that a server takes in blocks, all together."""


def incoming() -> BlockAssembly:
    return BlockAssembly("", largest_octets=LARGEST_REQUEST)


@dataclass(slots=True)
class LongAnswer:
    """An answer in blocks, of which so many have been sent."""

    blocks: list[bytes]
    number: int = FIRST_BLOCK
    """Of the block that was sent last."""

    @property
    def is_last(self) -> bool:
        return self.number == len(self.blocks)

    @property
    def block(self) -> bytes:
        return self.blocks[self.number - FIRST_BLOCK]


class LongGet(LongAnswer):
    """What a GET asked for."""


class LongReturn(LongAnswer):
    """What a method returns."""


@dataclass(slots=True)
class LongSet:
    """A SET whose value or values come in blocks."""

    request: SetRequestWithFirstDatablock | SetRequestWithListAndFirstDatablock
    assembly: BlockAssembly = field(default_factory=incoming)


@dataclass(slots=True)
class LongAction:
    """An ACTION whose parameters come in blocks."""

    request: ActionRequestWithFirstPblock | ActionRequestWithListAndFirstPblock
    assembly: BlockAssembly = field(default_factory=incoming)


LongTransfer = LongGet | LongSet | LongAction | LongReturn
