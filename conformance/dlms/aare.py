"""AARE: the server's answer to an AARQ (ITU-T X.227, IEC 62056-5-3)."""

from typing import cast

from conformance.codec.ber import BitString, CodeContent, Content, Optional, Tagged, TaggedChoice
from conformance.codec.kinds import Kind
from conformance.codec.message import Message, message, wire
from conformance.dlms.aarq import CHARSTRING
from conformance.dlms.acse import (
    INTEGER,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    PROTOCOL_VERSION,
    USER_INFORMATION,
    AcseServiceProviderDiagnostic,
    AcseServiceUserDiagnostic,
    AssociationResult,
    ObjectIdentifier,
    explicit,
    explicit_integer,
    implicit,
)

Diagnostic = AcseServiceUserDiagnostic | AcseServiceProviderDiagnostic

RESULT_SOURCE_DIAGNOSTIC = cast(
    "Kind[Diagnostic]",
    TaggedChoice(
        {
            0xA1: (AcseServiceUserDiagnostic, Tagged(INTEGER, CodeContent(AcseServiceUserDiagnostic))),
            0xA2: (AcseServiceProviderDiagnostic, Tagged(INTEGER, CodeContent(AcseServiceProviderDiagnostic))),
        }
    ),
)
"""CHOICE { acse-service-user [1] INTEGER, acse-service-provider [2] INTEGER }."""


@message(tag=b"\x61", has_length=True, kw_only=True)
class Aare(Message):
    protocol_version: bytes | None = wire(PROTOCOL_VERSION, default=None)
    application_context_name: bytes = wire(Tagged(0xA1, Tagged(OBJECT_IDENTIFIER, ObjectIdentifier())))
    result: AssociationResult = wire(Tagged(0xA2, Tagged(INTEGER, CodeContent(AssociationResult))))
    result_source_diagnostic: Diagnostic = wire(Tagged(0xA3, RESULT_SOURCE_DIAGNOSTIC))
    responding_ap_title: bytes | None = wire(explicit(4, OCTET_STRING), default=None)
    responding_ae_qualifier: bytes | None = wire(explicit(5, OCTET_STRING), default=None)
    responding_ap_invocation_id: int | None = wire(explicit_integer(6), default=None)
    responding_ae_invocation_id: int | None = wire(explicit_integer(7), default=None)
    responder_acse_requirements: bytes | None = wire(implicit(8, BitString()), default=None)
    mechanism_name: bytes | None = wire(implicit(9, ObjectIdentifier()), default=None)
    responding_authentication_value: bytes | None = wire(
        Optional(Tagged(0xAA, Tagged(CHARSTRING, Content()))), default=None
    )
    implementation_information: bytes | None = wire(implicit(29), default=None)
    user_information: bytes | None = wire(USER_INFORMATION, default=None)

    @property
    def accepted(self) -> bool:
        return self.result == AssociationResult.ACCEPTED
