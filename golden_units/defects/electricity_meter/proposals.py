"""Faults with what an AARQ may hold and seldom does: dedicated key, response-allowed, users, functional units."""

from dataclasses import replace
from typing import ClassVar
from weakref import WeakSet

from conformance.dlms.aare import Aare, Diagnostic
from conformance.dlms.aarq import Aarq
from conformance.dlms.acse import AUTHENTICATION_FUNCTIONAL_UNIT, AssociationResult, Mechanism
from conformance.dlms.association import AssociationEvent
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal
from conformance.dlms.initiate import Conformance, InitiateRequest
from golden_units.cosem.association_server import USER, AssociationServer
from golden_units.cosem.object_model import LogicalDevice
from golden_units.defects.base import Defect

DEDICATED_GET_RESPONSE = b"\xd4"


class ReadsConformanceAtItsUsualPlace(AssociationServer):
    """Does not know that a dedicated key may be there, and reads the block from the octets that it holds."""

    def decode_initiate(self, aarq: Aarq) -> InitiateRequest:
        initiate = super().decode_initiate(aarq)
        key = initiate.dedicated_key
        if key is None:
            return initiate
        return replace(initiate, proposed_conformance=Conformance(int.from_bytes(key[5:8], "big")))


class CiphersForWhoeverHasAKey(AssociationServer):
    """Takes a dedicated key for the wish to be answered under it, in any context."""

    has_key = False

    def decode_initiate(self, aarq: Aarq) -> InitiateRequest:
        initiate = super().decode_initiate(aarq)
        self.has_key = initiate.dedicated_key is not None
        return initiate

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        answer = super().serve(apdu, now)
        if answer is None or not self.has_key or apdu[:1] != b"\xc0":
            return answer
        return DEDICATED_GET_RESPONSE + bytes((len(answer),)) + answer


class NeverAnswersAgain(AssociationServer):
    """Keeps response-allowed FALSE for all AARQs to come."""

    mute: ClassVar[WeakSet[LogicalDevice]] = WeakSet()

    def decode_initiate(self, aarq: Aarq) -> InitiateRequest:
        initiate = super().decode_initiate(aarq)
        if initiate.response_allowed is False:
            self.mute.add(self.device)
        return replace(initiate, response_allowed=self.device not in self.mute)


class AnswersAndForgets(AssociationServer):
    """Answers an AARQ with response-allowed FALSE by an accepting AARE, and opens no association."""

    def accept(self, initiate: InitiateRequest) -> bytes | None:
        answer = super().accept(replace(initiate, response_allowed=True))
        if initiate.response_allowed is False:
            self.machine.received(AssociationEvent.LINK_LOST)
        return answer


class TakesNoLimitForNoRoom(AssociationServer):
    """Takes the size 0 at its word for everything that is longer than a short answer."""

    def fits(self, apdu: bytes) -> bool:
        return super().fits(apdu) and (self.client_max_receive_pdu_size > 0 or len(apdu) <= 128)

    def may(self, needed: Conformance) -> bool:
        is_blocks = needed == Conformance.BLOCK_TRANSFER_WITH_GET_OR_READ
        return super().may(needed) and not (is_blocks and not self.client_max_receive_pdu_size)


class LooksUpUsers(AssociationServer):
    """Accepts any user of a client, and finds no rights for those that it does not know."""

    user: int | None = None

    def decode_aarq(self, apdu: bytes) -> Aarq:
        aarq = super().decode_aarq(apdu)
        self.user = aarq.calling_ae_invocation_id
        return aarq

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        if not self.user or apdu[:1] != b"\xc0":
            return super().serve(apdu, now)
        request = GetRequestNormal.decode(apdu)
        return GetResponseNormal(request.invoke_id_and_priority, DataAccessResult.READ_WRITE_DENIED).encode()


class WaitsForPassThree(AssociationServer):
    """Takes the authentication functional unit for high level security, whose secret is still to come."""

    is_pending = False

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        has_unit = aarq.sender_acse_requirements == AUTHENTICATION_FUNCTIONAL_UNIT
        self.is_pending = has_unit and self.client.mechanism is Mechanism.NONE
        return super().check_authentication(aarq)

    def aare(self, result: AssociationResult, diagnostic: Diagnostic, user_information: bytes | None) -> bytes:
        octets = super().aare(result, diagnostic, user_information)
        if not self.is_pending or result != AssociationResult.ACCEPTED:
            return octets
        return replace(Aare.decode(octets), result_source_diagnostic=USER.AUTHENTICATION_REQUIRED).encode()


class AuthenticatesOnRequest(AssociationServer):
    """Compares secrets only if the client asks for the authentication functional unit."""

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        diagnostic = super().check_authentication(aarq)
        has_unit = aarq.sender_acse_requirements == AUTHENTICATION_FUNCTIONAL_UNIT
        return None if diagnostic is USER.AUTHENTICATION_FAILURE and not has_unit else diagnostic


DEFECTS = (
    Defect(
        "dedicated-key-read-as-conformance",
        "DLMS-INITIATE-DEDICATED-KEY",
        "If there is a dedicated key, the proposed conformance block is read from its octets.",
        parts={"association_server": ReadsConformanceAtItsUsualPlace},
    ),
    Defect(
        "dedicated-key-ciphers",
        "DLMS-INITIATE-DEDICATED-KEY",
        "After a dedicated key GET is answered with a ciphered APDU, in a context without ciphering.",
        parts={"association_server": CiphersForWhoeverHasAKey},
    ),
    Defect(
        "response-allowed-is-kept",
        "DLMS-INITIATE-RESPONSE-ALLOWED",
        "After one AARQ with response-allowed FALSE no AARQ is answered any more.",
        parts={"association_server": NeverAnswersAgain},
    ),
    Defect(
        "response-allowed-false-opens-nothing",
        "DLMS-INITIATE-RESPONSE-ALLOWED",
        "An AARQ with response-allowed FALSE is answered by an accepting AARE, but no service follows.",
        parts={"association_server": AnswersAndForgets},
    ),
    Defect(
        "pdu-size-0-is-no-room",
        "DLMS-INITIATE-PDU-SIZE",
        "To a client without a limit for APDUs long values are refused.",
        parts={"association_server": TakesNoLimitForNoRoom},
    ),
    Defect(
        "users-without-rights",
        "DLMS-ACSE-USER",
        "Whatever user of a client is accepted, but may read nothing.",
        parts={"association_server": LooksUpUsers},
    ),
    Defect(
        "functional-unit-taken-for-high-security",
        "DLMS-ACSE-FUNCTIONAL-UNIT",
        "A client without secret that asks for the authentication functional unit is told that a secret is due.",
        parts={"association_server": WaitsForPassThree},
    ),
    Defect(
        "secrets-compared-on-request",
        "DLMS-ACSE-FUNCTIONAL-UNIT",
        "The secret is not compared if the client does not ask for the authentication functional unit.",
        parts={"association_server": AuthenticatesOnRequest},
    ),
)
