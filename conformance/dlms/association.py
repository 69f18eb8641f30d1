"""The states of an application association and how they may change (IEC 62056-5-3 clause 7).

One table for client and server: its events are what crosses the wire.
"""

from enum import Enum, auto
from typing import ClassVar

from conformance.machine import Machine


class AssociationState(Enum):
    IDLE = auto()
    PENDING = auto()
    ASSOCIATED = auto()
    RELEASING = auto()


class AssociationEvent(Enum):
    """What crosses the wire, and the loss of the link below."""

    AARQ = auto()
    AARE_ACCEPTED = auto()
    AARE_REFUSED = auto()
    SERVICE = auto()
    RLRQ = auto()
    RLRE = auto()
    LINK_LOST = auto()


class AssociationMachine(Machine[AssociationState]):
    """Follows one association; an AARQ inside one asks for another in its place."""

    TRANSITIONS: ClassVar = {
        AssociationState.IDLE: {
            AssociationEvent.AARQ: AssociationState.PENDING,
            AssociationEvent.LINK_LOST: AssociationState.IDLE,
        },
        AssociationState.PENDING: {
            AssociationEvent.AARE_ACCEPTED: AssociationState.ASSOCIATED,
            AssociationEvent.AARE_REFUSED: AssociationState.IDLE,
            AssociationEvent.LINK_LOST: AssociationState.IDLE,
        },
        AssociationState.ASSOCIATED: {
            AssociationEvent.SERVICE: AssociationState.ASSOCIATED,
            AssociationEvent.AARQ: AssociationState.PENDING,
            AssociationEvent.RLRQ: AssociationState.RELEASING,
            AssociationEvent.LINK_LOST: AssociationState.IDLE,
        },
        AssociationState.RELEASING: {
            AssociationEvent.RLRE: AssociationState.IDLE,
            AssociationEvent.LINK_LOST: AssociationState.IDLE,
        },
    }

    def __init__(self, *, is_strict: bool = True) -> None:
        super().__init__(AssociationState.IDLE, is_strict=is_strict)

    @property
    def is_associated(self) -> bool:
        return self.state is AssociationState.ASSOCIATED
