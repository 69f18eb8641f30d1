"""A GET under another client's wPort on the connection of an association."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_SERVED,
    WITHOUT_SUCCESS,
    Association,
    Dut,
    Step,
    WrapperLink,
    expect_sign_of_life,
    testcase,
)
from conformance.dlms.get import GetRequestNormal

HIGHEST_CLIENT = 0x7D


@testcase(
    "DLMS-WRAPPER-008",
    version=1,
    purpose="An association serves its own client only: a GET from another client wPort gets no data.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-NOT-ASSOCIATED"],
    requires="LINK.WRAPPER and DLMS.LN and DLMS.GET",
)
def test_association_belongs_to_its_client(association: Association, link: WrapperLink, dut: Dut, step: Step) -> None:
    own = link.client_sap
    stranger = max(set(range(2, HIGHEST_CLIENT + 1)) - {known.client_sap for known in dut.associations})

    with step("The association serves a GET"):
        expect_sign_of_life(association, step)

    with step(f"The same GET from the client wPort {stranger}, which has no association, gets no data"):
        link.client_sap = stranger
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        link.client_sap = own
        assert answer in WITHOUT_SUCCESS

    with step("The DUT still serves its client, in a new association if it hung up"):
        association.ensure_open()
        expect_sign_of_life(association, step)
        step.foreseen(answer in NOT_SERVED, "a get-response without an association")
