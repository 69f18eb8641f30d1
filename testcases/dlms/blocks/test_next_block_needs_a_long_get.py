"""The next block where there is none: no long GET is going on, or it has come to its end."""

from conformance.authoring import OBJECT_LIST, REFUSED, WITHOUT_SUCCESS, Association, LongGet, Step, testcase
from conformance.dlms.get import DataAccessResult

FEW_OCTETS = 128
REFUSALS = {
    DataAccessResult.DATA_BLOCK_NUMBER_INVALID,
    DataAccessResult.NO_LONG_GET_IN_PROGRESS,
    DataAccessResult.LONG_GET_ABORTED,
}


@testcase(
    "DLMS-GET-010",
    version=2,
    purpose="A get-request-next is refused where no long GET is going on: before, after the last block, after release.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-BLOCK-NUMBER"],
    requires="DLMS.LN and DLMS.GET and DLMS.BLOCK_GET",
)
def test_next_block_needs_a_long_get(association: Association, step: Step) -> None:
    with step("Before any long GET: no block comes"):
        association.reopen_with(client_max_receive_pdu_size=FEW_OCTETS)
        answer = LongGet(association, OBJECT_LIST).try_next(1)
        assert answer in WITHOUT_SUCCESS

    with step("A client that can receive little reads the object list to its last block"):
        association.reopen_with(client_max_receive_pdu_size=FEW_OCTETS)
        get = LongGet(association, OBJECT_LIST)
        block = get.to_the_end(get.first())

    with step("It asks for one block more: none comes"):
        assert get.try_next(block.block_number) in WITHOUT_SUCCESS

    with step("It begins anew, and ends the association within the transfer"):
        association.reopen_with(client_max_receive_pdu_size=FEW_OCTETS)
        get = LongGet(association, OBJECT_LIST)
        assert get.first().block_number == 1
        association.reopen_with(client_max_receive_pdu_size=FEW_OCTETS)

    with step("The new association knows nothing of the old one's transfer: no block comes"):
        assert get.try_next(1) in WITHOUT_SUCCESS

    with step("The DUT still serves"):
        association.reopen()
        association.read_logical_device_name()

    with step("It was a get-response that refused, and named a cause"):
        step.foreseen(answer in REFUSED, "no data-access-result")
        result = getattr(answer, "result", None)
        step.foreseen(result in REFUSALS, f"refused with {result!r}")
