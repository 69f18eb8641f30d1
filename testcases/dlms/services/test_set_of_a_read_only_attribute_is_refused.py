"""SET of an attribute that nobody may write."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    REFUSED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    set_as_read,
    testcase,
)

# Static in every interface class; what is written is what was read, so that nothing changes even if it is accepted.
LOGICAL_NAME = LOGICAL_DEVICE_NAME._replace(attribute_id=1)


@testcase(
    "DLMS-SET-004",
    version=3,
    purpose="A SET of a logical name is refused, even with the value that it has.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-REFUSAL"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_set_of_a_read_only_attribute_is_refused(association: Association, step: Step) -> None:
    with step("Read attribute 1 of the logical device name"):
        old = association.read_permitted(LOGICAL_NAME)

    with step("A SET with the value just read does not succeed"):
        answer = set_as_read(association, LOGICAL_NAME, old)
        assert answer in WITHOUT_SUCCESS

    with step("The value is as before"):
        association.ensure_open()
        assert association.read(LOGICAL_NAME) == old

    with step("It was a set-response that refused"):
        step.foreseen(answer in REFUSED, "no data-access-result")
