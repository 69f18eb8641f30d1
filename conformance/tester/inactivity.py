"""After how long a silence the DUT ends an HDLC connection: as its bench file says, else as it shows itself."""

from conformance.dlms.association import AssociationEvent
from conformance.dlms.cosem import AttributeDescriptor
from conformance.dlms.data_types import LONG_UNSIGNED, Data
from conformance.errors import ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.association import Association
from conformance.tester.hdlc_setup import HDLC_SETUP_CLASS, the_hdlc_setup

INACTIVITY_TIME_OUT = 8
"""Attribute of the IEC HDLC setup; in seconds, 0 for never."""


def inactivity_timeout_s(association: Association) -> float:
    """Seconds by which the DUT may be judged, 0 for never; INCONCLUSIVE if nobody says.

    The data link connection is up afterwards, and its numbers tell whether anything went over it. An
    association that was needed to read the HDLC setup is given up: it ends with that connection.
    """
    declared = association.dut.inactivity_timeout_s
    if declared is not None:
        return declared
    try:
        association.open()
        setup = the_hdlc_setup(association)
        shown = association.get(AttributeDescriptor(HDLC_SETUP_CLASS, setup, INACTIVITY_TIME_OUT)).result
    except (ProtocolViolation, Inconclusive) as trouble:
        raise _undeclared(str(trouble)) from trouble
    if not isinstance(shown, Data) or shown.type is not LONG_UNSIGNED:
        raise _undeclared(f"the HDLC setup shows {getattr(shown, 'label', shown)}")
    association.machine.sent(AssociationEvent.LINK_LOST)
    return float(shown.value)


def _undeclared(why: str) -> Inconclusive:
    text = "the inactivity time is neither declared nor shown by the DUT"
    return Inconclusive("undeclared", f"{text} ({why}): declare inactivity_timeout_s in [dut.timing]")
