"""IEC HDLC setup, class 23: parameters of the data link layer. Version 0 has lengths of one octet."""

from conformance.dlms.data_types import ENUM, LONG_UNSIGNED, UNSIGNED, DataType
from conformance.dlms.interface_classes.base import Attribute, InterfaceClass, attributes, static
from conformance.dlms.interface_classes.schema import Ranges, Simple

COMM_SPEEDS = dict(enumerate(("300", "600", "1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200")))
"""Baud."""

WINDOW = Simple(UNSIGNED, ((1, 7),))


def _attributes(length: DataType, lengths: Ranges) -> tuple[Attribute, ...]:
    return attributes(
        static("comm_speed", Simple(ENUM, codes=COMM_SPEEDS)),
        static("window_size_transmit", WINDOW),
        static("window_size_receive", WINDOW),
        static("max_info_field_length_transmit", Simple(length, lengths)),
        static("max_info_field_length_receive", Simple(length, lengths)),
        static("inter_octet_time_out", Simple(LONG_UNSIGNED, ((20, 6000),))),
        static("inactivity_time_out", Simple(LONG_UNSIGNED)),
        static("device_address", Simple(LONG_UNSIGNED)),
    )


NAME, PURPOSE = "IEC HDLC setup", "parameters of the data link layer"

HDLC_SETUP_0 = InterfaceClass(23, 0, NAME, PURPOSE, _attributes(UNSIGNED, ((32, 128),)))
HDLC_SETUP = InterfaceClass(23, 1, NAME, PURPOSE, _attributes(LONG_UNSIGNED, ((32, 2030),)))
