"""Energy that was counted before the power went."""

from conformance.authoring import Association, Controls, ObisCode, Step, cut_power, read_register, testcase

ENERGY = ObisCode("1-0:1.8.0.255")


@testcase(
    "DLMS-RESTART-001",
    version=2,
    purpose="After a power cycle the total imported active energy is not less than it was before.",
    dut=["electricity_meter"],
    starts="associated",
    effects="power",
    controls=["power_cycle"],
    covers=["DLMS-OBJECT-ENERGY"],
    requires="DLMS.LN and DLMS.GET and COSEM.ENERGY_IMPORT",
)
def test_energy_outlasts_the_power(association: Association, controls: Controls, step: Step) -> None:
    with step("Read the energy; then the power goes, and the bench says when it is back"):
        before = read_register(association, ENERGY)
        step.foreseen(before.value > 0, "nothing has been counted yet, so that nothing could be lost")
        cut_power(association, controls, step)

    with step("Associate again and read the energy: it is in the same unit, and not less"):
        association.reopen()
        after = read_register(association, ENERGY)
        assert after.unit == before.unit
        assert float(after.value) >= float(before.value)
