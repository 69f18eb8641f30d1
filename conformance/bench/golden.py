"""Which golden unit a bench runs, by role and defect."""

from conformance.errors import BenchError
from golden_units.defects import defects_of
from golden_units.electricity_meter import ElectricityMeter, MeterSettings

GOLDEN_ROLES = ("electricity_meter",)
"""Roles that have a golden unit."""


def golden_unit(role: str, defect: str, settings: MeterSettings | None = None) -> ElectricityMeter:
    """A golden unit; with a defect if one is named."""
    if role not in GOLDEN_ROLES:
        raise BenchError(
            f"there is no golden unit for the role {role}",
            f"one of {', '.join(GOLDEN_ROLES)}",
            "give the link of a real device instead of golden",
        )
    if not defect:
        return ElectricityMeter(settings)
    known = defects_of(role)
    if defect not in known:
        raise BenchError(
            f"the golden {role} has no defect {defect!r}",
            "a defect that `goldenbench golden electricity-meter --list-defects` lists",
            "correct its name in the link golden:DEFECT",
        )
    return known[defect].build(settings)
