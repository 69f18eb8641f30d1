"""Another client asks while a long answer comes in blocks."""

from conformance.authoring import ACCEPTED, OBJECT_LIST, Association, LongGet, Step, WrapperLink, testcase, the_one
from conformance.dlms.get import GetResponseWithDatablock

# Widespread servers refuse clients that can receive less.
FEW_OCTETS = 128


@testcase(
    "DLMS-WRAPPER-010",
    version=2,
    purpose="A GET of another client between the blocks of a long answer is served, and the long answer goes on.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-WRAPPER-CLIENTS"],
    requires="LINK.WRAPPER and DLMS.LN and DLMS.GET and DLMS.BLOCK_GET and COSEM.CURRENT_ASSOCIATION",
    beside=True,
)
def test_two_clients_and_a_long_get(association: Association, link: WrapperLink, step: Step) -> None:
    second = association.beside()
    other = second.credentials.client_sap
    with step("The first client reads the name and the object list, then associates as one that can receive little"):
        name = association.read_logical_device_name()
        wanted = association.read_permitted(OBJECT_LIST)
        association.leave()
        link.connect()
        initiate = association.initiate_request(client_max_receive_pdu_size=FEW_OCTETS)
        accepted = association.request_association(association.aarq(initiate)).accepted
        step.foreseen(accepted, f"a client that can receive {FEW_OCTETS} octets is refused")

    with link.speaking_as(other), step(f"The second client, {other}, opens an association"):
        accepted = second.offer(second.aarq()) in ACCEPTED
        step.foreseen(accepted, "a second client is not accepted: the DUT serves one at a time on a connection")

    with step("The first block of the object list comes to the first client, and is not the last"):
        get = LongGet(association, OBJECT_LIST)
        block = get.first()
        step.foreseen(not block.last_block, "the object list fits into one block")
        get.keep(block)

    with step("The second client reads the name before each block that follows; the blocks go on as they would"):
        while not block.last_block:
            with link.speaking_as(other):
                assert second.read_logical_device_name() == name
            number = block.block_number
            block = the_one(get.next(number), GetResponseWithDatablock)
            assert block.block_number == number + 1
            assert not block.refused
            get.keep(block)

    with step("The blocks together are the value that came in one piece"):
        assert get.data == wanted

    with step("The second client releases its association; the first is served as before"):
        with link.speaking_as(other):
            second.depart()
        assert association.read_logical_device_name() == name
