"""confirmedServiceError and exception-response: how a server refuses a service as a whole (IEC 62056-5-3)."""

from conformance.codec.kinds import U8, U32, Code, IfAny, OpenEnum
from conformance.codec.message import Message, message, wire


class ConfirmedService(OpenEnum):
    """Which service the error belongs to."""

    INITIATE_ERROR = 1
    READ = 5
    WRITE = 6


class ErrorClass(OpenEnum):
    """Which enumeration of ServiceError the code belongs to."""

    APPLICATION_REFERENCE = 0
    HARDWARE_RESOURCE = 1
    VDE_STATE_ERROR = 2
    SERVICE = 3
    DEFINITION = 4
    ACCESS = 5
    INITIATE = 6
    LOAD_DATA_SET = 7
    TASK = 9
    OTHER = 10


class InitiateError(OpenEnum):
    """Codes of the class `initiate`."""

    OTHER = 0
    DLMS_VERSION_TOO_LOW = 1
    INCOMPATIBLE_CONFORMANCE = 2
    PDU_SIZE_TOO_SHORT = 3
    REFUSED_BY_THE_VDE_HANDLER = 4


@message(tag=b"\x0e")
class ConfirmedServiceError(Message):
    service: ConfirmedService = wire(Code(U8, ConfirmedService))
    error_class: ErrorClass = wire(Code(U8, ErrorClass))
    code: int = wire(U8)


class StateError(OpenEnum):
    SERVICE_NOT_ALLOWED = 1
    SERVICE_UNKNOWN = 2


class ServiceError(OpenEnum):
    OPERATION_NOT_POSSIBLE = 1
    SERVICE_NOT_SUPPORTED = 2
    OTHER_REASON = 3
    PDU_TOO_LONG = 4
    DECIPHERING_ERROR = 5
    INVOCATION_COUNTER_ERROR = 6


@message(tag=b"\xd8")
class ExceptionResponse(Message):
    """An answer to a request that cannot be processed at all."""

    state_error: StateError = wire(Code(U8, StateError))
    service_error: ServiceError = wire(Code(U8, ServiceError))
    expected_invocation_counter: int | None = wire(IfAny(U32), default=None)
    """Present only beside invocation-counter-error."""
