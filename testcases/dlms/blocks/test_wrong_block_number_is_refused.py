"""The next block, asked for by a wrong number."""

from conformance.authoring import OBJECT_LIST, REFUSED, WITHOUT_SUCCESS, Association, LongGet, Step, testcase
from conformance.dlms.get import DataAccessResult

FEW_OCTETS = 128
REFUSALS = {
    DataAccessResult.DATA_BLOCK_NUMBER_INVALID,
    DataAccessResult.NO_LONG_GET_IN_PROGRESS,
    DataAccessResult.LONG_GET_ABORTED,
}


@testcase(
    "DLMS-GET-009",
    version=2,
    purpose="A get-request-next that names a block not sent yet is refused, and no data come.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-BLOCK-NUMBER"],
    requires="DLMS.LN and DLMS.GET and DLMS.BLOCK_GET",
)
def test_wrong_block_number_is_refused(association: Association, step: Step) -> None:
    for wrong in (2, 0, 0x0100_0001):
        with step("A client that can receive little gets the first block of the object list"):
            association.reopen_with(client_max_receive_pdu_size=FEW_OCTETS)
            get = LongGet(association, OBJECT_LIST)
            assert get.first().block_number == 1

        with step(f"It asks for the block behind number {wrong}: none comes"):
            answer = get.try_next(wrong)
            assert answer in WITHOUT_SUCCESS

    with step("The DUT still serves"):
        association.reopen()
        association.read_logical_device_name()

    with step("It was a get-response that refused, and named a cause"):
        step.foreseen(answer in REFUSED, "no data-access-result")
        result = getattr(answer, "result", None)
        step.foreseen(result in REFUSALS, f"refused with {result!r}")
