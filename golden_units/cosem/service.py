"""What GET, SET and ACTION of a golden server share: which kinds of request there are, and who may send them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.codec.message import Message
from conformance.codec.tree import hex_text
from conformance.dlms.initiate import Conformance
from conformance.errors import ProtocolViolation
from golden_units.cosem.long_transfer import LongTransfer

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer

NOTHING = Conformance(0)


@dataclass(frozen=True, slots=True)
class RequestKind:
    """One kind of request of a service."""

    apdu: type[Message]
    serve: Callable[[AssociationServer, Any, LongTransfer | None], bytes | None]
    """Gets the request, and the long transfer that was going on; puts it back if it goes on."""

    needed: Conformance = NOTHING
    """What must have been negotiated beside the service itself."""


class Service:
    """Serves requests by their kinds."""

    def __init__(self, *kinds: RequestKind) -> None:
        self._kinds = {kind.apdu.layout.tag: kind for kind in kinds}

    def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
        transfer, association.transfer = association.transfer, None
        kind = self._kinds.get(apdu[:2])
        if kind is None:
            raise ProtocolViolation(hex_text(apdu, 2), "a kind of request", offset=1, field="APDU")
        if kind.needed and not association.may(kind.needed):
            return association.not_supported()
        return kind.serve(association, kind.apdu.decode(apdu), transfer)
