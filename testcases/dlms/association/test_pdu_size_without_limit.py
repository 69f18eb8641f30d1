"""A client that can receive APDUs of any length."""

from conformance.authoring import OBJECT_LIST, Association, ObjectList, Step, testcase


@testcase(
    "DLMS-INIT-008",
    version=1,
    purpose="A client-max-receive-pdu-size of 0 is no limit: short and long values are read as by other clients.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-INITIATE-PDU-SIZE"],
    requires="DLMS.LN and DLMS.GET and COSEM.CURRENT_ASSOCIATION",
    association="public",
)
def test_pdu_size_without_limit(association: Association, step: Step) -> None:
    with step("With the usual size the object list can be read"):
        number = len(ObjectList.read(association))
        wanted = association.read_permitted(OBJECT_LIST)

    with step("The AARQ with size 0 is accepted"):
        association.reopen_with(client_max_receive_pdu_size=0)

    with step("The name can be read, and the whole object list, in one piece or in blocks"):
        association.read_logical_device_name()
        found = association.read(OBJECT_LIST)
        assert len(found) == number
        assert found == wanted
