"""SET of a writable attribute."""

from conformance.authoring import Association, Step, reason_of_its_own, testcase, varied, writable_data
from conformance.dlms.get import DataAccessResult


@testcase(
    "DLMS-SET-001",
    version=3,
    purpose="A writable attribute takes a value of its type, gives it back when read, and can be restored.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-NORMAL"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_set_writes_and_reads_back(association: Association, step: Step) -> None:
    with step("Read an attribute that may be written"):
        attribute = writable_data(association)
        old = association.preserve(attribute)
        new = varied(old)

    with step("Write the value just read; the set-response reports success"):
        response = association.set(attribute, old)
        step.foreseen(not reason_of_its_own(response), reason_of_its_own(response))
        assert response.result == DataAccessResult.SUCCESS

    with step("Write another value of its type; unless the DUT knows better, that is success too"):
        response = association.set(attribute, new)
        step.foreseen(not response.refused, f"this other value is refused with {response.result.label}")

    with step("Read it: it is the new value"):
        assert association.read(attribute) == new

    with step("Write the old value and read it: it is the old value"):
        response = association.set(attribute, old)
        step.foreseen(not reason_of_its_own(response), reason_of_its_own(response))
        assert response.result == DataAccessResult.SUCCESS
        assert association.read(attribute) == old
