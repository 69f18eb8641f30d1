"""Association LN, class 15: what one client sees of a logical device, and with which rights.

Version 1 adds the security setup and modes that ask for authentication, 2 the
users, 3 makes bits of the access modes.
"""

from enum import IntEnum

from conformance.dlms.data_types import (
    ARRAY,
    BIT_STRING,
    BOOLEAN,
    ENUM,
    INTEGER,
    LONG_UNSIGNED,
    NULL_DATA,
    OCTET_STRING,
    UNSIGNED,
    VISIBLE_STRING,
)
from conformance.dlms.interface_classes.base import (
    Attribute,
    InterfaceClass,
    Method,
    attributes,
    dynamic,
    methods,
    optional,
    static,
)
from conformance.dlms.interface_classes.schema import ANY_STRUCTURE, Any, Array, OneOf, Schema, Simple, Structure
from conformance.dlms.interface_classes.types import LOGICAL_NAME, OCTETS

ATTRIBUTE_MODES = {
    0: "no access",
    1: "read only",
    2: "write only",
    3: "read and write",
    4: "authenticated read only",
    5: "authenticated write only",
    6: "authenticated read and write",
}
METHOD_MODES = {0: "no access", 1: "access", 2: "authenticated access"}
"""Up to version 2; version 0 knows the first four, and for methods no or yes."""

STATUSES = {0: "non-associated", 1: "association-pending", 2: "associated"}

OID = OneOf(OCTETS, ANY_STRUCTURE)
"""A name as its BER content, or as a structure of its arcs."""

CONTEXT_INFO = Structure(
    conformance=Simple(BIT_STRING),
    max_receive_pdu_size=Simple(LONG_UNSIGNED),
    max_send_pdu_size=Simple(LONG_UNSIGNED),
    dlms_version_number=Simple(UNSIGNED),
    quality_of_service=Simple(INTEGER),
    cyphering_info=OCTETS,
)

PARTNERS = Structure(client_SAP=Simple(INTEGER), server_SAP=Simple(LONG_UNSIGNED))

USER = Structure(id=Simple(UNSIGNED), name=OneOf(Simple(OCTET_STRING), Simple(VISIBLE_STRING)))

SELECTORS = Any(frozenset({NULL_DATA.tag, ARRAY}), "null-data or array of integer")


def _element(attribute_mode: Schema, method_mode: Schema) -> Schema:
    """object_list_element with access modes of these types."""
    attribute = Structure(attribute_id=Simple(INTEGER), access_mode=attribute_mode, access_selectors=SELECTORS)
    method = Structure(method_id=Simple(INTEGER), access_mode=method_mode)
    return Structure(
        class_id=Simple(LONG_UNSIGNED),
        version=Simple(UNSIGNED),
        logical_name=LOGICAL_NAME,
        access_rights=Structure(attribute_access=Array(attribute), method_access=Array(method)),
    )


FIRST_MODES = {code: name for code, name in ATTRIBUTE_MODES.items() if code <= 3}
ELEMENTS = (
    _element(Simple(ENUM, codes=FIRST_MODES), Simple(BOOLEAN)),
    *[_element(Simple(ENUM, codes=ATTRIBUTE_MODES), Simple(ENUM, codes=METHOD_MODES))] * 2,
    _element(Simple(ENUM), Simple(ENUM)),
)
"""object_list_element by version."""


def _association(version: int) -> InterfaceClass:
    element = ELEMENTS[version]
    known: list[Attribute] = [
        dynamic("object_list", Array(element)),
        static("associated_partners_id", PARTNERS),
        static("application_context_name", OID),
        dynamic("xDLMS_context_info", CONTEXT_INFO),
        static("authentication_mechanism_name", OID),
        static("secret", OneOf(OCTETS, Simple(NULL_DATA))),
        dynamic("association_status", Simple(ENUM, codes=STATUSES)),
    ]
    callable_: list[Method] = [
        optional("reply_to_HLS_authentication", OCTETS),
        optional("change_HLS_secret", OCTETS),
        optional("add_object", element),
        optional("remove_object", element),
    ]
    if version >= 1:
        known.append(static("security_setup_reference", LOGICAL_NAME))
    if version >= 2:
        known += [static("user_list", Array(USER)), dynamic("current_user", USER)]
        callable_ += [optional("add_user", USER), optional("remove_user", USER)]
    purpose = "what one client sees of a logical device, and with which rights"
    return InterfaceClass(15, version, "Association LN", purpose, attributes(*known), methods(*callable_))


ASSOCIATIONS_LN = tuple(_association(version) for version in range(4))
"""By version."""

ASSOCIATION_LN = ASSOCIATIONS_LN[1]


class AttributeAccess(IntEnum):
    """access_mode of an attribute (versions 0 to 2)."""

    NO_ACCESS = 0
    READ_ONLY = 1
    WRITE_ONLY = 2
    READ_AND_WRITE = 3
    AUTHENTICATED_READ_ONLY = 4
    AUTHENTICATED_WRITE_ONLY = 5
    AUTHENTICATED_READ_AND_WRITE = 6

    @property
    def is_readable(self) -> bool:
        return self in (1, 3, 4, 6)

    @property
    def is_writable(self) -> bool:
        return self in (2, 3, 5, 6)


class AssociationStatus(IntEnum):
    NON_ASSOCIATED = 0
    ASSOCIATION_PENDING = 1
    ASSOCIATED = 2
