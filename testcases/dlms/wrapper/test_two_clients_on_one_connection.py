"""Two clients on one connection have associations of their own."""

from conformance.authoring import (
    ACCEPTED,
    LOGICAL_DEVICE_NAME,
    WITHOUT_SUCCESS,
    Association,
    Step,
    WrapperLink,
    testcase,
)
from conformance.dlms.get import GetRequestNormal

ROUNDS = 3


@testcase(
    "DLMS-WRAPPER-009",
    version=2,
    purpose="Two clients that ask by turns over one connection are both served, and released one by one.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-WRAPPER-CLIENTS"],
    requires="LINK.WRAPPER and DLMS.LN and DLMS.GET",
    beside=True,
)
def test_two_clients_on_one_connection(association: Association, link: WrapperLink, step: Step) -> None:
    second = association.beside()
    other = second.credentials.client_sap
    with step("The first client reads the name"):
        name = association.read_logical_device_name()

    with link.speaking_as(other), step(f"The second client, {other}, opens an association, and reads the same name"):
        accepted = second.offer(second.aarq()) in ACCEPTED
        step.foreseen(accepted, "a second client is not accepted: the DUT serves one at a time on a connection")
        assert second.read_logical_device_name() == name

    with step("The first client asks again"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        step.foreseen(answer not in WITHOUT_SUCCESS, "the association of the second client has ended that of the first")

    with step("Both are served by turns, the name is the same for both"):
        for _ in range(ROUNDS):
            assert association.read_logical_device_name() == name
            with link.speaking_as(other):
                assert second.read_logical_device_name() == name

    with link.speaking_as(other), step("The second client releases its association, and is not served any more"):
        is_confirmed = second.depart()
        answer = second.try_out(GetRequestNormal(second.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        is_as_told = is_confirmed or answer in WITHOUT_SUCCESS
        step.foreseen(is_as_told, "an association that goes on after an RLRQ without RLRE, which the bench tolerates")
        assert answer in WITHOUT_SUCCESS

    with step("The first client is served as before"):
        assert association.read_logical_device_name() == name
