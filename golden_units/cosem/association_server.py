"""One client's association with a logical device: ACSE, negotiation, dispatch of services (IEC 62056-5-3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from conformance.dlms.aare import Aare, Diagnostic
from conformance.dlms.aarq import Aarq
from conformance.dlms.acse import (
    AcseServiceProviderDiagnostic,
    AcseServiceUserDiagnostic,
    ApplicationContext,
    AssociationResult,
    Mechanism,
)
from conformance.dlms.association import AssociationEvent, AssociationMachine
from conformance.dlms.initiate import (
    DLMS_VERSION,
    LONG_NAME,
    SMALLEST_PDU_SIZE,
    Conformance,
    InitiateRequest,
    InitiateResponse,
)
from conformance.dlms.release import Rlre, Rlrq
from conformance.dlms.service_error import (
    ConfirmedService,
    ConfirmedServiceError,
    ErrorClass,
    ExceptionResponse,
    InitiateError,
    ServiceError,
    StateError,
)
from conformance.errors import ProtocolViolation

if TYPE_CHECKING:
    from golden_units.cosem.long_transfer import LongTransfer
    from golden_units.cosem.object_model import Client, LogicalDevice
    from golden_units.cosem.services import Services

AARQ_TAG, RLRQ_TAG = 0x60, 0x62

SERVER_MAX_RECEIVE_PDU_SIZE = 1024
"""Octets of the longest request that is served unless something else is set."""

USER = AcseServiceUserDiagnostic
INITIATE_ERROR_CLASS = ErrorClass.INITIATE


class AssociationServer:
    """Serves the APDUs of one client; `now` is the moment of the one being served."""

    conformance = (
        Conformance.GET
        | Conformance.SET
        | Conformance.ACTION
        | Conformance.PRIORITY_MANAGEMENT
        | Conformance.ATTRIBUTE_0_WITH_GET
        | Conformance.BLOCK_TRANSFER_WITH_GET_OR_READ
        | Conformance.BLOCK_TRANSFER_WITH_SET_OR_WRITE
        | Conformance.BLOCK_TRANSFER_WITH_ACTION
        | Conformance.MULTIPLE_REFERENCES
        | Conformance.SELECTIVE_ACCESS
    )
    """What this server is able to do."""

    def __init__(
        self,
        device: LogicalDevice,
        client: Client,
        services: Services,
        *,
        server_sap: int,
        server_max_receive_pdu_size: int = SERVER_MAX_RECEIVE_PDU_SIZE,
    ) -> None:
        self.device = device
        self.client = client
        self.server_sap = server_sap
        self.machine = AssociationMachine()
        self.negotiated = InitiateResponse()
        self.client_max_receive_pdu_size = 0
        self.server_max_receive_pdu_size = server_max_receive_pdu_size
        self.transfer: LongTransfer | None = None
        self.now = 0
        self.services = services
        self._handlers: dict[int, tuple[Conformance, Callable[[AssociationServer, bytes], bytes | None]]] = {
            0xC0: (Conformance.GET, services.get.serve),
            0xC1: (Conformance.SET, services.set.serve),
            0xC3: (Conformance.ACTION, services.action.serve),
        }

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        """Act on an APDU; answers the APDU to send back, None for silence."""
        self.now = now
        tag = apdu[0] if apdu else -1
        handler = self._handlers.get(tag)
        if handler is not None:
            return self.serve_service(apdu, *handler)
        if tag == AARQ_TAG:
            return self.open(apdu)
        if tag == RLRQ_TAG:
            return self.release(apdu)
        return self.exception(StateError.SERVICE_UNKNOWN, ServiceError.SERVICE_NOT_SUPPORTED)

    def lose_link(self) -> None:
        """The link below has gone, and the association with it."""
        self.machine.received(AssociationEvent.LINK_LOST)

    # Services.

    def serve_service(
        self, apdu: bytes, needed: Conformance, serve: Callable[[AssociationServer, bytes], bytes | None]
    ) -> bytes | None:
        if not self.machine.is_associated:
            return self.exception(StateError.SERVICE_NOT_ALLOWED, ServiceError.OPERATION_NOT_POSSIBLE)
        if not self.may(needed):
            return self.not_supported()
        if len(apdu) > self.server_max_receive_pdu_size:
            return self.exception(StateError.SERVICE_NOT_ALLOWED, ServiceError.PDU_TOO_LONG)
        try:
            return serve(self, apdu)
        except ProtocolViolation:
            return self.exception(StateError.SERVICE_NOT_ALLOWED, ServiceError.OTHER_REASON)

    def may(self, needed: Conformance) -> bool:
        """True if all that is needed was negotiated."""
        return not needed & ~self.negotiated.negotiated_conformance

    def not_supported(self) -> bytes | None:
        return self.exception(StateError.SERVICE_NOT_ALLOWED, ServiceError.SERVICE_NOT_SUPPORTED)

    def exception(self, state: StateError, service: ServiceError) -> bytes | None:
        return ExceptionResponse(state, service).encode()

    def fits(self, apdu: bytes) -> bool:
        """True if the client can receive an APDU of this length."""
        return not 0 < self.client_max_receive_pdu_size < len(apdu)

    # ACSE.

    def open(self, apdu: bytes) -> bytes | None:
        try:
            aarq = self.decode_aarq(apdu)
            diagnostic = self.check_aarq(aarq)
            initiate = self.decode_initiate(aarq)
        except ProtocolViolation:
            return self.refuse(USER.NO_REASON_GIVEN)
        if diagnostic is not None:
            return self.refuse(diagnostic, self.user_information_of_refusal(diagnostic, initiate))
        error = self.check_initiate(initiate)
        if error is not None:
            return self.refuse(USER.NO_REASON_GIVEN, self.initiate_error(error))
        return self.accept(initiate)

    def decode_aarq(self, apdu: bytes) -> Aarq:
        return Aarq.decode(apdu)

    def decode_initiate(self, aarq: Aarq) -> InitiateRequest:
        return InitiateRequest.decode(aarq.user_information or b"")

    def check_aarq(self, aarq: Aarq) -> Diagnostic | None:
        """Why this AARQ is refused, None if it is not."""
        for check in (self.check_version, self.check_context, self.check_authentication):
            diagnostic = check(aarq)
            if diagnostic is not None:
                return diagnostic
        return None

    def check_version(self, aarq: Aarq) -> Diagnostic | None:
        """The first bit of protocol-version is version 1, and so is a missing field."""
        proposed = aarq.protocol_version
        has_version_1 = proposed is None or proposed[1:2] >= b"\x80"
        return None if has_version_1 else AcseServiceProviderDiagnostic.NO_COMMON_ACSE_VERSION

    def check_context(self, aarq: Aarq) -> Diagnostic | None:
        is_known = aarq.application_context_name == ApplicationContext.LN.oid
        return None if is_known else USER.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        mechanism = aarq.mechanism_name
        if self.client.mechanism is Mechanism.NONE:
            known = mechanism in (None, Mechanism.NONE.oid)
            return None if known else USER.AUTHENTICATION_MECHANISM_NAME_NOT_RECOGNIZED
        if mechanism is None:
            return USER.AUTHENTICATION_MECHANISM_NAME_REQUIRED
        if mechanism != self.client.mechanism.oid:
            return USER.AUTHENTICATION_MECHANISM_NAME_NOT_RECOGNIZED
        if aarq.calling_authentication_value != self.client.secret:
            return USER.AUTHENTICATION_FAILURE
        return None

    def check_initiate(self, initiate: InitiateRequest) -> InitiateError | None:
        if initiate.proposed_dlms_version_number < DLMS_VERSION:
            return InitiateError.DLMS_VERSION_TOO_LOW
        if not initiate.proposed_conformance & self.conformance:
            return InitiateError.INCOMPATIBLE_CONFORMANCE
        if 0 < initiate.client_max_receive_pdu_size < SMALLEST_PDU_SIZE:
            return InitiateError.PDU_SIZE_TOO_SHORT
        return None

    def accept(self, initiate: InitiateRequest) -> bytes | None:
        self.machine.received(AssociationEvent.AARQ)
        self.machine.sent(AssociationEvent.AARE_ACCEPTED)
        self.client_max_receive_pdu_size = initiate.client_max_receive_pdu_size
        self.transfer = None
        self.negotiated = self.negotiate(initiate)
        if initiate.response_allowed is False:
            return None
        return self.aare(AssociationResult.ACCEPTED, USER.NULL, self.negotiated.encode())

    def negotiate(self, initiate: InitiateRequest) -> InitiateResponse:
        return InitiateResponse(
            negotiated_dlms_version_number=DLMS_VERSION,
            negotiated_conformance=initiate.proposed_conformance & self.conformance,
            server_max_receive_pdu_size=self.server_max_receive_pdu_size,
            vaa_name=LONG_NAME,
        )

    def refuse(self, diagnostic: Diagnostic, user_information: bytes | None = None) -> bytes | None:
        """Refuse an AARQ; an association that was open ends, as the client asked for another."""
        if self.machine.permits(AssociationEvent.AARQ):
            self.machine.received(AssociationEvent.AARQ)
            self.machine.sent(AssociationEvent.AARE_REFUSED)
        return self.aare(AssociationResult.REJECTED_PERMANENT, diagnostic, user_information)

    def user_information_of_refusal(self, diagnostic: Diagnostic, initiate: InitiateRequest) -> bytes | None:
        """An InitiateResponse beside a refused context, as in the standard's example; else nothing."""
        if diagnostic is USER.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED:
            return self.negotiate(initiate).encode()
        return None

    def initiate_error(self, error: InitiateError) -> bytes:
        return ConfirmedServiceError(ConfirmedService.INITIATE_ERROR, INITIATE_ERROR_CLASS, error).encode()

    def aare(self, result: AssociationResult, diagnostic: Diagnostic, user_information: bytes | None) -> bytes:
        return Aare(
            application_context_name=ApplicationContext.LN.oid,
            result=result,
            result_source_diagnostic=diagnostic,
            user_information=user_information,
        ).encode()

    def release(self, apdu: bytes) -> bytes | None:
        try:
            Rlrq.decode(apdu)
            self.machine.received(AssociationEvent.RLRQ)
        except ProtocolViolation:
            return self.exception(StateError.SERVICE_NOT_ALLOWED, ServiceError.OPERATION_NOT_POSSIBLE)
        self.machine.sent(AssociationEvent.RLRE)
        return self.rlre()

    def rlre(self) -> bytes:
        return Rlre().encode()
