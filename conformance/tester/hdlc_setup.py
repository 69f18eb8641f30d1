"""The IEC HDLC setup of the port that is tested, where there is no doubt which one that is."""

from conformance.dlms.cosem import ObisCode
from conformance.steps import Inconclusive
from conformance.tester.association import Association
from conformance.tester.object_list import ObjectList

HDLC_SETUP_CLASS = 23
HDLC_SETUP = ObisCode("0-0:22.0.0.255")


def the_hdlc_setup(association: Association) -> ObisCode:
    """The name of the only HDLC setup; INCONCLUSIVE if the DUT lists several, as for several ports."""
    names = [str(name) for name in _listed(association)]
    if len(names) > 1:
        text = f"{' and '.join(names)} are HDLC setups, and nobody says which of them is that of this port"
        raise Inconclusive("unforeseen", text)
    return HDLC_SETUP


def _listed(association: Association) -> list[ObisCode]:
    """All that are listed; none if the list cannot be read, as where this client may not."""
    try:
        listed = ObjectList.read(association)
    except Inconclusive:
        return []
    return [known.instance_id for known in listed if known.class_id == HDLC_SETUP_CLASS]
