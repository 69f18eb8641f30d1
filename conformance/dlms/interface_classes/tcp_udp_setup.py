"""TCP-UDP setup, class 41: port and limits of the transport layer."""

from conformance.dlms.data_types import LONG_UNSIGNED, UNSIGNED
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, static
from conformance.dlms.interface_classes.schema import Simple
from conformance.dlms.interface_classes.types import LOGICAL_NAME

TCP_UDP_SETUP = InterfaceClass(
    41,
    0,
    "TCP-UDP setup",
    "port and limits of the transport layer",
    attributes(
        static("TCP_UDP_port", Simple(LONG_UNSIGNED)),
        static("IP_reference", LOGICAL_NAME),
        static("maximum_segment_size", Simple(LONG_UNSIGNED)),
        static("number_of_simultaneous_connections", Simple(UNSIGNED)),
        static("inactivity_time_out", Simple(LONG_UNSIGNED)),
    ),
)
