"""Answers to a client that can receive little."""

from conformance.authoring import OBJECT_LIST, PROPOSED, WITHOUT_SUCCESS, Association, ObjectList, Step, testcase
from conformance.dlms.apdu import decode_apdu
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.initiate import Conformance

# Widespread servers refuse clients that can receive less.
FEW_OCTETS = 64
IN_BLOCKS = Conformance.BLOCK_TRANSFER_WITH_GET_OR_READ


@testcase(
    "DLMS-XDLMS-005",
    version=4,
    purpose="A value too long for a client that takes no blocks is refused, not cut and not sent all the same.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-PDU-SIZE"],
    requires="DLMS.LN and DLMS.GET",
)
def test_pdu_size_of_the_client(association: Association, step: Step) -> None:
    with step("The object list can be read and is long; the association is ended"):
        objects = ObjectList.read(association)
        octets = len(association.get(OBJECT_LIST).encode())
        # The shortest element has 18 octets.
        step.foreseen(len(objects) * 18 > FEW_OCTETS, "the object list is too short to exceed any limit")
    for size in (FEW_OCTETS, octets - 1):
        with step(f"A client that can receive {size} octets is accepted, and can read the name"):
            association.reopen_with(client_max_receive_pdu_size=size, proposed_conformance=PROPOSED & ~IN_BLOCKS)
            association.read_logical_device_name()

        with step("It asks for the object list; what comes fits, and is no part of the list"):
            association.send(GetRequestNormal(association.next_invoke_id(), *OBJECT_LIST))
            apdu = association.link.receive_apdu_or_silence()
            assert len(apdu or b"") <= size
            answer = None if apdu is None else decode_apdu(apdu)
            assert answer in WITHOUT_SUCCESS

    with step("With room enough the list is as long as before"):
        association.reopen()
        assert len(ObjectList.read(association)) == len(objects)
        if answer is None:
            step.unclear("may a server be silent when its answer does not fit?")
