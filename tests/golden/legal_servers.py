"""Golden meters that use the freedom which the standards leave to a server of the application layer."""

from collections.abc import Callable
from dataclasses import replace

from conformance.dlms.aare import Aare
from conformance.dlms.acse import AcseServiceProviderDiagnostic, AcseServiceUserDiagnostic, AssociationResult
from conformance.dlms.data_types import OCTET_STRING, Data
from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_DEVIATION, DateTime
from conformance.dlms.get import DataAccessResult
from conformance.dlms.initiate import Conformance, InitiateRequest, InitiateResponse
from conformance.dlms.service_error import ConfirmedService, ConfirmedServiceError, ErrorClass, ServiceError, StateError
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.server import Parts
from golden_units.defects.models import Model, rewritten, without
from golden_units.electricity_meter import ElectricityMeter

CLOCK = "0-0:1.0.0.255"
REFUSALS = {b"\xc4\x01": 4, b"\xc5\x01": 3, b"\xc7\x01": 3}
"""Where the result stands in responses; in a GET a choice comes before it."""

REASONS = [reason for reason in DataAccessResult if reason and not 14 <= reason <= 19]
"""All that are not about blocks."""

BLOCKS = Conformance.BLOCK_TRANSFER_WITH_GET_OR_READ

Diagnostic = AcseServiceUserDiagnostic | AcseServiceProviderDiagnostic


class Refusing(AssociationServer):
    """Refuses for a reason of its own, since which reason is due is left open."""

    result: DataAccessResult = DataAccessResult.OTHER_REASON

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        answer = super().serve(apdu, now)
        at = REFUSALS.get((answer or b"")[:2])
        if answer is None or at is None or not answer[at]:
            return answer
        is_refused = answer[3] == 1 if at == 4 else True
        return answer[:at] + bytes((self.result,)) + answer[at + 1 :] if is_refused else answer


class Silent(AssociationServer):
    """Passes over what it does not serve."""

    def exception(self, state: StateError, service: ServiceError) -> bytes | None:
        return None


class OfServiceErrors(AssociationServer):
    """Knows no exception-response, as the first editions did not."""

    def exception(self, state: StateError, service: ServiceError) -> bytes | None:
        return ConfirmedServiceError(ConfirmedService.READ, ErrorClass.ACCESS, 1).encode()


class OneException(AssociationServer):
    """Explains nothing."""

    def exception(self, state: StateError, service: ServiceError) -> bytes | None:
        return super().exception(StateError.SERVICE_UNKNOWN, ServiceError.OPERATION_NOT_POSSIBLE)


class Talkative(AssociationServer):
    """Fills in what may be left out of an AARE."""

    def aare(self, result: AssociationResult, diagnostic: Diagnostic, user_information: bytes | None) -> bytes:
        plain = Aare.decode(super().aare(result, diagnostic, user_information))
        return replace(
            plain,
            protocol_version=b"\x07\x80",
            responding_ap_title=b"GLD\0\0\0\0\1",
            responding_ae_invocation_id=1,
            implementation_information=b"golden",
        ).encode()


class Reticent(AssociationServer):
    """Gives no reason for a refusal, unless it must: that of an unknown context has a rule of its own."""

    def refuse(self, diagnostic: Diagnostic, user_information: bytes | None = None) -> bytes | None:
        if diagnostic is AcseServiceUserDiagnostic.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED:
            return super().refuse(diagnostic, user_information)
        return super().refuse(AcseServiceUserDiagnostic.NO_REASON_GIVEN)


class OfSmallPdus(AssociationServer):
    def __init__(self, *arguments: object, **options: int) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.server_max_receive_pdu_size = 100


class Versatile(AssociationServer):
    """Can do more than it is asked for."""

    conformance = (
        AssociationServer.conformance | Conformance.SELECTIVE_ACCESS | Conformance.BLOCK_TRANSFER_WITH_GET_OR_READ
    )


class WithQuality(AssociationServer):
    """Answers with the quality of service that the standard lets it name."""

    def negotiate(self, initiate: InitiateRequest) -> InitiateResponse:
        return replace(super().negotiate(initiate), negotiated_quality_of_service=0)


def shown(change: Callable[[DateTime], DateTime]) -> Model:
    """The clock shows its time with something left out."""

    def changed(value: Data) -> Data:
        return OCTET_STRING(change(DateTime.decode(bytes(value.value))).encode())

    return rewritten(CLOCK, 2, changed)


def of(server: type[AssociationServer]) -> Callable[[], ElectricityMeter]:
    return lambda: ElectricityMeter(parts=Parts(association_server=server))


def refusing(result: DataAccessResult) -> Callable[[], ElectricityMeter]:
    return of(type("RefusingSo", (Refusing,), {"result": result}))


def modelled(model: Model) -> Callable[[], ElectricityMeter]:
    return lambda: ElectricityMeter(model=model)


LEGAL_SERVERS: dict[str, Callable[[], ElectricityMeter]] = {
    **{f"refuses by {reason.label}": refusing(reason) for reason in REASONS},
    "silent": of(Silent),
    "of service errors": of(OfServiceErrors),
    "one exception": of(OneException),
    "talkative": of(Talkative),
    "reticent": of(Reticent),
    "small PDUs": of(OfSmallPdus),
    "versatile": of(Versatile),
    "with quality of service": of(WithQuality),
    "clock without day of week": modelled(shown(lambda time: replace(time, day_of_week=UNSPECIFIED))),
    "clock without hundredths": modelled(shown(lambda time: replace(time, hundredths=UNSPECIFIED))),
    "clock without deviation": modelled(shown(lambda time: replace(time, deviation=UNSPECIFIED_DEVIATION))),
    "no clock": modelled(without(CLOCK)),
    "no energy": modelled(without("1-0:1.8.0.255")),
    "no switch": modelled(without("0-0:96.3.10.255")),
    "no event log": modelled(without("0-0:99.98.0.255")),
    "no HDLC setup": modelled(without("0-0:22.0.0.255")),
    "no SAP assignment": modelled(without("0-0:41.0.0.255")),
}
