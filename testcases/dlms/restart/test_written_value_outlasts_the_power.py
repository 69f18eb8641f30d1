"""A value that was written before the power went."""

from conformance.authoring import Association, Controls, Step, testcase, varied, writable_data


@testcase(
    "DLMS-RESTART-003",
    version=1,
    purpose="A static attribute that was written has the same value after a power cycle.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="power",
    controls=["power_cycle"],
    covers=["DLMS-ATTRIBUTE-STATIC"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_written_value_outlasts_the_power(association: Association, controls: Controls, step: Step) -> None:
    with step("Write another value to an attribute that may be written, and read it back"):
        attribute = writable_data(association)
        new = varied(association.preserve(attribute))
        response = association.set(attribute, new)
        step.foreseen(not response.refused, f"another value is refused with {response.result.label}")
        assert association.read(attribute) == new

    with step("The power goes, and the bench says when it is back; the value is what was written"):
        controls.power_cycle()
        association.reopen()
        assert association.read(attribute) == new
