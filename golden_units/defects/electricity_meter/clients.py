"""Faults with several clients on one connection of the wrapper."""

from __future__ import annotations

from conformance.dlms.wrapper import WrapperPdu
from golden_units.cosem.association_server import AARQ_TAG, RLRQ_TAG, AssociationServer
from golden_units.cosem.wrapper_session import WrapperSession
from golden_units.defects.base import Defect

GET_TAG = 0xC0


class MeetsOthers(WrapperSession):
    """Does something to the associations of the other clients before it serves one."""

    def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
        own = self.association(pdu.source_wport, pdu.destination_wport)
        for other in self._associations.values():
            if other is not own:
                self.touch(other, pdu.apdu[0] if pdu.apdu else -1)
        return super().serve(pdu, now)

    def touch(self, other: AssociationServer, tag: int) -> None:
        raise NotImplementedError


class ReleasesAll(MeetsOthers):
    def touch(self, other: AssociationServer, tag: int) -> None:
        if tag == RLRQ_TAG:
            other.lose_link()


class HasOneTransfer(MeetsOthers):
    def touch(self, other: AssociationServer, tag: int) -> None:
        if tag == GET_TAG:
            other.transfer = None


class ReleasesNobody(WrapperSession):
    """Ends an association only when the last client has released its own."""

    def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
        own = self.association(pdu.source_wport, pdu.destination_wport)
        others = [known for known in self._associations.values() if known is not own and known.machine.is_associated]
        answer = super().serve(pdu, now)
        if others and own is not None and pdu.apdu[:1] == bytes((RLRQ_TAG,)):
            own.open(self.opened_by)
        elif pdu.apdu[:1] == bytes((AARQ_TAG,)):
            self.opened_by = pdu.apdu
        return answer

    opened_by = b""


DEFECTS = (
    Defect(
        "wrapper-releases-all-clients",
        "DLMS-WRAPPER-CLIENTS",
        "RLRQ of one client ends the associations of all clients of the connection.",
        parts={"wrapper_session": ReleasesAll},
    ),
    Defect(
        "wrapper-releases-no-client-of-several",
        "DLMS-WRAPPER-CLIENTS",
        "An association goes on after its RLRE while another client of the connection has one.",
        parts={"wrapper_session": ReleasesNobody},
    ),
    Defect(
        "wrapper-has-one-long-transfer",
        "DLMS-WRAPPER-CLIENTS",
        "A GET of one client ends the long GET of another.",
        parts={"wrapper_session": HasOneTransfer},
    ),
)
