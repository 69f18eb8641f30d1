"""A value that was written before the power went."""

from conformance.authoring import (
    Association,
    Controls,
    Step,
    cut_power,
    passive_calendar_name,
    testcase,
    varied,
    writable_data,
)


@testcase(
    "DLMS-RESTART-003",
    version=3,
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
        static = passive_calendar_name(association)
        attribute = static or writable_data(association)
        new = varied(association.preserve(attribute))
        response = association.set(attribute, new)
        step.foreseen(not response.refused, f"another value is refused with {response.result.label}")
        assert association.read(attribute) == new

    with step("The power goes, and the bench says when it is back; the value is what was written"):
        cut_power(association, controls, step)
        association.reopen()
        found = association.read(attribute)
        # No edition calls the value of class Data static.
        step.foreseen(static or found == new, "the value of a Data object is gone, as it may be")
        assert found == new
