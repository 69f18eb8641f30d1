"""TCP-UDP setup, class 41: port and limits of the transport layer."""

from conformance.dlms.data_types import LONG_UNSIGNED, OCTET_STRING, UNSIGNED
from conformance.dlms.interface_classes.base import InterfaceClass, attributes

TCP_UDP_SETUP = InterfaceClass(
    41,
    0,
    "TCP-UDP setup",
    attributes(
        ("logical_name", (OCTET_STRING,)),
        ("TCP_UDP_port", (LONG_UNSIGNED,)),
        ("IP_reference", (OCTET_STRING,)),
        ("maximum_segment_size", (LONG_UNSIGNED,)),
        ("number_of_simultaneous_connections", (UNSIGNED,)),
        ("inactivity_time_out", (LONG_UNSIGNED,)),
    ),
)
