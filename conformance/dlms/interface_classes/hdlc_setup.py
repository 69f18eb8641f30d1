"""IEC HDLC setup, class 23: parameters of the data link layer."""

from conformance.dlms.data_types import ENUM, LONG_UNSIGNED, OCTET_STRING, UNSIGNED
from conformance.dlms.interface_classes.base import InterfaceClass, attributes

HDLC_SETUP = InterfaceClass(
    23,
    1,
    "IEC HDLC setup",
    attributes(
        ("logical_name", (OCTET_STRING,)),
        ("comm_speed", (ENUM,)),
        ("window_size_transmit", (UNSIGNED,)),
        ("window_size_receive", (UNSIGNED,)),
        ("max_info_field_length_transmit", (LONG_UNSIGNED,)),
        ("max_info_field_length_receive", (LONG_UNSIGNED,)),
        ("inter_octet_time_out", (LONG_UNSIGNED,)),
        ("inactivity_time_out", (LONG_UNSIGNED,)),
        ("device_address", (LONG_UNSIGNED,)),
    ),
)
