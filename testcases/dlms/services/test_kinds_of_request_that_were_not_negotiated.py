"""Lists and blocks in an association that did not negotiate them."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_SERVED,
    PROPOSED,
    Association,
    Step,
    get_list,
    set_in_blocks,
    set_list,
    testcase,
    varied,
    writable_data,
)
from conformance.dlms.initiate import Conformance

LISTS_AND_BLOCKS = Conformance.MULTIPLE_REFERENCES | Conformance.BLOCK_TRANSFER_WITH_SET_OR_WRITE


@testcase(
    "DLMS-XDLMS-018",
    version=1,
    purpose="A list and a block are not served where the association did not negotiate them, and write nothing.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-XDLMS-UNKNOWN-SERVICE"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and (DLMS.MULTIPLE_REFERENCES or DLMS.BLOCK_SET)",
    association="writing",
)
def test_kinds_of_request_that_were_not_negotiated(association: Association, step: Step) -> None:
    with step("Read an attribute that may be written"):
        attribute = writable_data(association)
        old = association.preserve(attribute)

    with step("Open an association that proposes GET and SET, and neither lists nor blocks"):
        association.reopen_with(proposed_conformance=PROPOSED & ~LISTS_AND_BLOCKS)
        association.read_logical_device_name()

    for what, request in (
        ("GET of a list", get_list(association, [LOGICAL_DEVICE_NAME])),
        ("SET of a list", set_list(association, [(attribute, varied(old))])),
        ("SET in blocks", next(set_in_blocks(association, attribute, varied(old), size=0xFF))),
    ):
        with step(f"A {what} is not served"):
            assert association.try_out(request) in NOT_SERVED

        with step("The DUT still serves, and the value is the old one"):
            if not association.is_open:
                association.reopen()
                association.reopen_with(proposed_conformance=PROPOSED & ~LISTS_AND_BLOCKS)
            assert association.read(attribute) == old
