"""COSEM interface classes as data, one file a class (IEC 62056-6-2, Blue Book)."""

from conformance.dlms.interface_classes.association_ln import ASSOCIATION_LN
from conformance.dlms.interface_classes.base import Attribute, InterfaceClass, Method
from conformance.dlms.interface_classes.clock import CLOCK
from conformance.dlms.interface_classes.data import DATA_CLASS
from conformance.dlms.interface_classes.disconnect_control import DISCONNECT_CONTROL
from conformance.dlms.interface_classes.hdlc_setup import HDLC_SETUP
from conformance.dlms.interface_classes.profile_generic import PROFILE_GENERIC
from conformance.dlms.interface_classes.register import REGISTER
from conformance.dlms.interface_classes.sap_assignment import SAP_ASSIGNMENT
from conformance.dlms.interface_classes.tcp_udp_setup import TCP_UDP_SETUP

INTERFACE_CLASSES: dict[tuple[int, int], InterfaceClass] = {
    (known.class_id, known.version): known
    for known in (
        DATA_CLASS,
        REGISTER,
        PROFILE_GENERIC,
        CLOCK,
        ASSOCIATION_LN,
        SAP_ASSIGNMENT,
        HDLC_SETUP,
        TCP_UDP_SETUP,
        DISCONNECT_CONTROL,
    )
}
"""All classes that are known here, by class id and version."""

__all__ = ["INTERFACE_CLASSES", "Attribute", "InterfaceClass", "Method"]
