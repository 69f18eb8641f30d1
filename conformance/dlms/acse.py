"""What the ACSE APDUs of COSEM share: names, codes and component kinds (ITU-T X.227; IEC 62056-5-3)."""

import contextlib
from enum import Enum

from conformance.codec.ber import BitString, CodeContent, Content, Optional, Tagged
from conformance.codec.kinds import Kind, OpenEnum
from conformance.codec.message import Message
from conformance.codec.tree import Node
from conformance.dlms.initiate import InitiateRequest, InitiateResponse
from conformance.dlms.service_error import ConfirmedServiceError
from conformance.errors import ProtocolViolation

CONTENT = Content()

OBJECT_IDENTIFIER = 0x06
INTEGER = 0x02
OCTET_STRING = 0x04
"""Universal tags."""

COSEM_PREFIX = bytes((0x60, 0x85, 0x74, 0x05, 0x08))
"""Object identifier joint-iso-ccitt(2) country(16) country-name(756) identified-organisation(5) DLMS-UA(8)."""


class ApplicationContext(Enum):
    """Application context names, by the last octet of their object identifier."""

    LN = 1
    SN = 2
    LN_WITH_CIPHERING = 3
    SN_WITH_CIPHERING = 4

    @property
    def oid(self) -> bytes:
        return COSEM_PREFIX + bytes((1, self.value))


class Mechanism(Enum):
    """Authentication mechanism names, by the last octet of their object identifier."""

    NONE = 0
    LLS = 1
    HLS = 2
    HLS_MD5 = 3
    HLS_SHA1 = 4
    HLS_GMAC = 5
    HLS_SHA256 = 6
    HLS_ECDSA = 7

    @property
    def oid(self) -> bytes:
        return COSEM_PREFIX + bytes((2, self.value))


def oid_text(oid: bytes) -> str:
    """A COSEM name if it is one, its octets otherwise."""
    for names, what in ((ApplicationContext, "context"), (Mechanism, "mechanism")):
        for name in names:
            if name.oid == oid:
                return f"{what} {name.name} ({oid.hex(' ').upper()})"
    return oid.hex(" ").upper()


class ObjectIdentifier(Content):
    """The content octets of an object identifier."""

    def text(self, value: bytes) -> str:
        return oid_text(value)


AUTHENTICATION_FUNCTIONAL_UNIT = b"\x07\x80"
"""acse-requirements as the content of a BIT STRING: the one bit that asks for authentication."""


class AssociationResult(OpenEnum):
    ACCEPTED = 0
    REJECTED_PERMANENT = 1
    REJECTED_TRANSIENT = 2


class AcseServiceUserDiagnostic(OpenEnum):
    """Why the server's application answered as it did."""

    NULL = 0
    NO_REASON_GIVEN = 1
    APPLICATION_CONTEXT_NAME_NOT_SUPPORTED = 2
    CALLING_AP_TITLE_NOT_RECOGNIZED = 3
    CALLING_AP_INVOCATION_IDENTIFIER_NOT_RECOGNIZED = 4
    CALLING_AE_QUALIFIER_NOT_RECOGNIZED = 5
    CALLING_AE_INVOCATION_IDENTIFIER_NOT_RECOGNIZED = 6
    CALLED_AP_TITLE_NOT_RECOGNIZED = 7
    CALLED_AP_INVOCATION_IDENTIFIER_NOT_RECOGNIZED = 8
    CALLED_AE_QUALIFIER_NOT_RECOGNIZED = 9
    CALLED_AE_INVOCATION_IDENTIFIER_NOT_RECOGNIZED = 10
    AUTHENTICATION_MECHANISM_NAME_NOT_RECOGNIZED = 11
    AUTHENTICATION_MECHANISM_NAME_REQUIRED = 12
    AUTHENTICATION_FAILURE = 13
    AUTHENTICATION_REQUIRED = 14


class AcseServiceProviderDiagnostic(OpenEnum):
    """Why the server's ACSE itself refused."""

    NULL = 0
    NO_REASON_GIVEN = 1
    NO_COMMON_ACSE_VERSION = 2


class ReleaseRequestReason(OpenEnum):
    NORMAL = 0
    URGENT = 1
    USER_DEFINED = 30


class ReleaseResponseReason(OpenEnum):
    NORMAL = 0
    NOT_FINISHED = 1
    USER_DEFINED = 30


def implicit(number: int, kind: Kind[bytes] = CONTENT) -> Optional[bytes]:
    """An optional component [number] IMPLICIT of primitive form."""
    return Optional(Tagged(0x80 | number, kind))


def explicit(number: int, universal: int, kind: Kind[bytes] = CONTENT) -> Optional[bytes]:
    """An optional component [number] around a value with a universal tag."""
    return Optional(Tagged(0xA0 | number, Tagged(universal, kind)))


def explicit_integer(number: int) -> Optional[int]:
    return Optional(Tagged(0xA0 | number, Tagged(INTEGER, CodeContent(int))))


PROTOCOL_VERSION = implicit(0, BitString())
"""[0] IMPLICIT BIT STRING DEFAULT {version1}."""


class UserInformation(Content):
    """The content of user-information: an xDLMS APDU, A-XDR coded, shown decoded where it can be."""

    def node(self, name: str, octets: bytes, at: int, end: int) -> tuple[Node, int]:
        apdu = _INITIATE_APDUS.get(octets[at]) if at < end else None
        if apdu is not None:
            with contextlib.suppress(ProtocolViolation):
                apdu.decode(octets[at:end])  # all of it, or it is shown as octets
                return Node(name, apdu.__name__, at, end, [apdu.tree(octets, at, end)]), end
        return super().node(name, octets, at, end)


_INITIATE_APDUS: dict[int, type[Message]] = {
    apdu.layout.tag[0]: apdu for apdu in (InitiateRequest, InitiateResponse, ConfirmedServiceError)
}

USER_INFORMATION = explicit(30, OCTET_STRING, UserInformation())
"""[30] EXPLICIT OCTET STRING."""
