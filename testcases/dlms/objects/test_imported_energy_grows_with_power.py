"""The total imported active energy while power is imported."""

from conformance.authoring import Association, ObisCode, Step, read_register, testcase
from conformance.dlms.interface_classes.unit import Unit

ENERGY, POWER = ObisCode("1-0:1.8.0.255"), ObisCode("1-0:1.7.0.255")
HOUR_S = 3600

UNITS, WITHIN_S, LEAST_W = 3, 60, 50
"""So many units of the energy's resolution within so many seconds: with less power a meter need not count at all."""

MINUTE_S, MINUTES = 60, 60
"""No standard says how often a register follows what is measured: an hour is the longest of the usual periods."""


@testcase(
    "DLMS-OBJ-020",
    version=1,
    purpose="While 1-0:1.7.0.255 shows that power is imported, 1-0:1.8.0.255 grows.",
    dut=["electricity_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-ENERGY"],
    requires="DLMS.LN and DLMS.GET and COSEM.ENERGY_IMPORT",
)
def test_imported_energy_grows_with_power(association: Association, step: Step) -> None:
    with step("Read energy in Wh and power in W; the energy is due to grow within a minute"):
        first, power = read_register(association, ENERGY), read_register(association, POWER)
        step.foreseen((first.unit, power.unit) == (Unit.WATT_HOUR, Unit.WATT), "energy and power are not in Wh and W")
        step.foreseen(power.value >= LEAST_W, f"no power of {LEAST_W} W or more is imported")
        due_s = float(UNITS * first.resolution * HOUR_S / power.value)
        step.foreseen(due_s <= WITHIN_S, f"with this power and resolution it would take {due_s:.0f} s to see it grow")

    with step(f"Read both after {due_s:.0f} s, then every minute for an hour at most: with power, the energy grows"):
        for pause_s in (due_s, *[float(MINUTE_S)] * MINUTES):
            association.let_pass(pause_s)
            last, still = read_register(association, ENERGY), read_register(association, POWER)
            if last.value != first.value:
                break
            step.foreseen(still.value >= power.value / 2, "the power has fallen by more than a half meanwhile")
        assert float(last.value) > float(first.value)
