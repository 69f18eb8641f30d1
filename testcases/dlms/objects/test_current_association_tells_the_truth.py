"""What the current association says of itself."""

from conformance.authoring import CURRENT_ASSOCIATION, Association, AttributeDescriptor, Step, testcase
from conformance.dlms.acse import ApplicationContext
from conformance.dlms.data_types import Data
from conformance.dlms.initiate import DLMS_VERSION, Conformance
from conformance.dlms.interface_classes.association_ln import AssociationStatus

CONTEXT_INFO = "structure(bit-string, long-unsigned, long-unsigned, unsigned, integer, octet-string)"


def attribute(number: int) -> AttributeDescriptor:
    return AttributeDescriptor(15, CURRENT_ASSOCIATION, number)


def last_arc(name: Data) -> object:
    """The last component of an object identifier, which is an octet-string or a structure."""
    arcs = list(name.value) if isinstance(name.value, bytes | list) else []
    return arcs[-1] if arcs else None


@testcase(
    "DLMS-OBJ-004",
    version=1,
    purpose="Partners, context, mechanism and status of the current association are those in force.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-ASSOCIATION-LN"],
    requires="DLMS.LN and DLMS.GET and COSEM.CURRENT_ASSOCIATION",
)
def test_current_association_tells_the_truth(association: Association, step: Step) -> None:
    credentials = association.credentials
    with step("Open an association that has negotiated nothing but GET"):
        association.end()
        initiate = association.initiate_request(proposed_conformance=Conformance.GET)
        step.foreseen(association.request_association(association.aarq(initiate)).accepted, "GET alone is refused")
        assert association.negotiated is not None

    with step("associated_partners_id holds the SAPs of client and server"):
        assert association.read_permitted(attribute(3)).value == [credentials.client_sap, credentials.server_sap]

    with step("application_context_name is that of logical names without ciphering"):
        assert last_arc(association.read_permitted(attribute(4))) == ApplicationContext.LN.value

    with step("xDLMS_context_info holds what was negotiated"):
        data = association.read_permitted(attribute(5))
        assert str(data.type) == CONTEXT_INFO
        context = data.value
        assert context[0].octets == Conformance.GET.to_bytes(3, "big")
        assert context[1] == association.negotiated.server_max_receive_pdu_size
        assert context[3] == DLMS_VERSION

    with step("authentication_mechanism_name is that of this association, and its status is associated"):
        assert last_arc(association.read_permitted(attribute(6))) == credentials.mechanism.value
        assert association.read_permitted(attribute(8)).value == AssociationStatus.ASSOCIATED
