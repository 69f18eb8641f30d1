"""After a power cycle associations have to be opened anew."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_SERVED,
    WITHOUT_SUCCESS,
    Association,
    Controls,
    Step,
    testcase,
)
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-XDLMS-009",
    version=2,
    purpose="No association survives the loss of power; the DUT comes back and takes a new one.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="power",
    controls=["power_cycle"],
    covers=["DLMS-XDLMS-NOT-ASSOCIATED"],
    requires="DLMS.LN and DLMS.GET",
)
def test_association_ends_with_the_power(association: Association, controls: Controls, step: Step) -> None:
    with step("The association serves a GET; then the power goes, and the bench says when it is back"):
        name = association.read_logical_device_name()
        controls.power_cycle()
        was_cut = association.link.is_closed

    with step("The same GET is not served"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        is_told_apart = was_cut or answer in WITHOUT_SUCCESS
        step.foreseen(is_told_apart, "served on a link that was never down: see whether power_cycle cuts the power")
        assert answer in WITHOUT_SUCCESS

    with step("Nor is it on a new connection, before any AARQ"):
        association.renew_link()
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("A new association serves it, and it is the same device"):
        association.reopen()
        assert association.read_logical_device_name() == name
        step.foreseen(answer in NOT_SERVED, "a get-response without an association")
