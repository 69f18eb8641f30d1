"""A GET whose answer is too long for the client."""

from conformance.authoring import OBJECT_LIST, Association, LongGet, Step, testcase, the_one
from conformance.dlms.get import GetResponseNormal, GetResponseWithDatablock

# Widespread servers refuse clients that can receive less.
FEW_OCTETS = 128


@testcase(
    "DLMS-GET-007",
    version=2,
    purpose="A value too long for the client comes in numbered blocks that fit and together are the value.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-BLOCKS", "DLMS-XDLMS-PDU-SIZE"],
    requires="DLMS.LN and DLMS.GET and DLMS.BLOCK_GET",
)
def test_long_answer_comes_in_blocks(association: Association, step: Step) -> None:
    with step("The object list can be read, and is too long for a client that can receive little"):
        wanted = association.read_permitted(OBJECT_LIST)
        octets = len(GetResponseNormal(0, wanted).encode())
        step.foreseen(octets > FEW_OCTETS, f"the object list has {octets} octets")
        association.reopen_with(client_max_receive_pdu_size=FEW_OCTETS)
        get = LongGet(association, OBJECT_LIST)
        block = get.first()

    with step("The first block has the number 1, carries data, fits, and is not the last"):
        assert block.block_number == 1
        assert not block.refused
        assert association.octets_of_answer <= FEW_OCTETS
        assert not block.last_block
        get.keep(block)

    with step("So it is with each block that is asked for, up to the last, which says so"):
        is_last = False
        while not is_last:
            number = block.block_number
            block = the_one(get.next(number), GetResponseWithDatablock)
            assert block.block_number == number + 1
            assert not block.refused
            assert association.octets_of_answer <= FEW_OCTETS
            is_last = block.last_block
            get.keep(block)

    with step("The blocks together are the value that came in one piece"):
        assert get.data == wanted
