"""Association LN, class 15 version 1: what one client sees of a logical device, and with which rights."""

from enum import IntEnum

from conformance.dlms.data_types import ENUM, NULL_DATA, OCTET_STRING
from conformance.dlms.interface_classes.base import ARRAYS, STRUCTURES, InterfaceClass, attributes, methods

ASSOCIATION_LN = InterfaceClass(
    15,
    1,
    "Association LN",
    attributes(
        ("logical_name", (OCTET_STRING,)),
        ("object_list", ARRAYS),
        ("associated_partners_id", STRUCTURES),
        ("application_context_name", (OCTET_STRING, *STRUCTURES)),
        ("xDLMS_context_info", STRUCTURES),
        ("authentication_mechanism_name", (OCTET_STRING, *STRUCTURES)),
        ("secret", (OCTET_STRING, NULL_DATA)),
        ("association_status", (ENUM,)),
        ("security_setup_reference", (OCTET_STRING,)),
    ),
    methods("reply_to_HLS_authentication", "change_HLS_secret", "add_object", "remove_object"),
)


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
