"""AARQ: a client asks for an application association (ITU-T X.227, IEC 62056-5-3).

Components appear in the order of their tags; one that is out of order or
unknown is a violation that names its tag.
"""

from conformance.codec.ber import BitString, Content, Optional, Tagged
from conformance.codec.message import Message, message, wire
from conformance.dlms.acse import (
    AUTHENTICATION_FUNCTIONAL_UNIT,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    PROTOCOL_VERSION,
    USER_INFORMATION,
    ApplicationContext,
    Mechanism,
    ObjectIdentifier,
    explicit,
    explicit_integer,
    implicit,
)
from conformance.dlms.initiate import InitiateRequest

CHARSTRING = 0x80
"""Authentication-value ::= CHOICE { charstring [0] IMPLICIT GraphicString, ... }."""


@message(tag=b"\x60", has_length=True, kw_only=True)
class Aarq(Message):
    protocol_version: bytes | None = wire(PROTOCOL_VERSION, default=None)
    application_context_name: bytes = wire(Tagged(0xA1, Tagged(OBJECT_IDENTIFIER, ObjectIdentifier())))
    called_ap_title: bytes | None = wire(explicit(2, OCTET_STRING), default=None)
    called_ae_qualifier: bytes | None = wire(explicit(3, OCTET_STRING), default=None)
    called_ap_invocation_id: int | None = wire(explicit_integer(4), default=None)
    called_ae_invocation_id: int | None = wire(explicit_integer(5), default=None)
    calling_ap_title: bytes | None = wire(explicit(6, OCTET_STRING), default=None)
    calling_ae_qualifier: bytes | None = wire(explicit(7, OCTET_STRING), default=None)
    calling_ap_invocation_id: int | None = wire(explicit_integer(8), default=None)
    calling_ae_invocation_id: int | None = wire(explicit_integer(9), default=None)
    sender_acse_requirements: bytes | None = wire(implicit(10, BitString()), default=None)
    mechanism_name: bytes | None = wire(implicit(11, ObjectIdentifier()), default=None)
    calling_authentication_value: bytes | None = wire(
        Optional(Tagged(0xAC, Tagged(CHARSTRING, Content()))), default=None
    )
    implementation_information: bytes | None = wire(implicit(29), default=None)
    user_information: bytes | None = wire(USER_INFORMATION, default=None)


def aarq_for(initiate: InitiateRequest, *, secret: bytes | None = None) -> Aarq:
    """The usual AARQ: logical names, no ciphering; with a secret the mechanism is LLS."""
    aarq = Aarq(application_context_name=ApplicationContext.LN.oid, user_information=initiate.encode())
    if secret is not None:
        aarq.sender_acse_requirements = AUTHENTICATION_FUNCTIONAL_UNIT
        aarq.mechanism_name = Mechanism.LLS.oid
        aarq.calling_authentication_value = secret
    return aarq
