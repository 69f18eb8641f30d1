"""The conformance block: what is negotiated was proposed."""

from conformance.authoring import Association, Step, testcase
from conformance.dlms.initiate import Conformance

NOTHING = Conformance(0)
PROPOSALS = (
    Conformance.GET,
    Conformance.GET | Conformance.SET | Conformance.ACTION,
    Conformance(sum(Conformance)),
)


@testcase(
    "DLMS-INIT-002",
    version=3,
    purpose="Whatever a client proposes, the negotiated conformance block holds no bit outside the proposal.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-INITIATE-CONFORMANCE"],
    requires="DLMS.LN and DLMS.GET",
    association="public",
)
def test_conformance_is_a_subset(association: Association, step: Step) -> None:
    for proposal in PROPOSALS:
        with step(f"Propose {proposal.label}; nothing outside is negotiated, and GET is"):
            association.end()
            initiate = association.initiate_request(proposed_conformance=proposal)
            aare = association.request_association(association.aarq(initiate))
            step.foreseen(aare.accepted, f"a proposal of {proposal.label} is refused")
            assert association.negotiated is not None
            negotiated = association.negotiated.negotiated_conformance
            assert negotiated.beyond(proposal) == NOTHING
            assert negotiated & Conformance.GET == Conformance.GET
            association.read_logical_device_name()
