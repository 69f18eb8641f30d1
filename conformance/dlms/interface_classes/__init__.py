"""COSEM interface classes as data, one file a class (IEC 62056-6-2, Blue Book)."""

from conformance.dlms.interface_classes.activity_calendar import ACTIVITY_CALENDAR
from conformance.dlms.interface_classes.association_ln import ASSOCIATIONS_LN
from conformance.dlms.interface_classes.base import Attribute, InterfaceClass, Method
from conformance.dlms.interface_classes.clock import CLOCK
from conformance.dlms.interface_classes.data import DATA_CLASS
from conformance.dlms.interface_classes.demand_register import DEMAND_REGISTER
from conformance.dlms.interface_classes.disconnect_control import DISCONNECT_CONTROL
from conformance.dlms.interface_classes.extended_register import EXTENDED_REGISTER
from conformance.dlms.interface_classes.hdlc_setup import HDLC_SETUP, HDLC_SETUP_0
from conformance.dlms.interface_classes.profile_generic import PROFILE_GENERIC, PROFILE_GENERIC_0
from conformance.dlms.interface_classes.register import REGISTER
from conformance.dlms.interface_classes.register_activation import REGISTER_ACTIVATION
from conformance.dlms.interface_classes.sap_assignment import SAP_ASSIGNMENT
from conformance.dlms.interface_classes.script_table import SCRIPT_TABLE
from conformance.dlms.interface_classes.single_action_schedule import SINGLE_ACTION_SCHEDULE
from conformance.dlms.interface_classes.special_days_table import SPECIAL_DAYS_TABLE
from conformance.dlms.interface_classes.tcp_udp_setup import TCP_UDP_SETUP

INTERFACE_CLASSES: dict[tuple[int, int], InterfaceClass] = {
    (known.class_id, known.version): known
    for known in (
        DATA_CLASS,
        REGISTER,
        EXTENDED_REGISTER,
        DEMAND_REGISTER,
        REGISTER_ACTIVATION,
        PROFILE_GENERIC_0,
        PROFILE_GENERIC,
        CLOCK,
        SCRIPT_TABLE,
        SPECIAL_DAYS_TABLE,
        *ASSOCIATIONS_LN,
        SAP_ASSIGNMENT,
        ACTIVITY_CALENDAR,
        SINGLE_ACTION_SCHEDULE,
        HDLC_SETUP_0,
        HDLC_SETUP,
        TCP_UDP_SETUP,
        DISCONNECT_CONTROL,
    )
}
"""All classes that are known here, by class id and version."""

__all__ = ["INTERFACE_CLASSES", "Attribute", "InterfaceClass", "Method"]
