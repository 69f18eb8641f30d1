"""Which golden unit a bench runs, by role and defect."""

from conformance.errors import BenchError
from conformance.spelling import did_you_mean
from golden_units.defects import defects_of
from golden_units.electricity_meter import ElectricityMeter, MeterSettings

GOLDEN_ROLES = ("electricity_meter",)
"""Roles that have a golden unit."""

PROVED = f"proved today: {', '.join(GOLDEN_ROLES)}"

_LISTED = "`goldenbench golden electricity-meter --list-defects` lists all"


def golden_unit(role: str, defect: str, settings: MeterSettings | None = None) -> ElectricityMeter:
    """A golden unit; with a defect if one is named."""
    trouble = no_golden_unit(role, defect)
    if trouble is not None:
        raise trouble
    return defects_of(role)[defect].build(settings) if defect else ElectricityMeter(settings)


def unproved(role: str) -> str:
    """What is to be said of verdicts on a device of this role; empty if a golden unit has proved its cases."""
    if role in GOLDEN_ROLES:
        return ""
    return (
        f"there is no golden unit for the role {role} yet: nobody has shown that its cases pass a good device and fail "
        f"a bad one, so neither their PASS nor their FAIL is proved ({PROVED})"
    )


def no_golden_unit(role: str, defect: str) -> BenchError | None:
    """Why there is no such golden unit; None if there is one."""
    if role not in GOLDEN_ROLES:
        return BenchError(
            f"there is no golden unit for the role {role}",
            f"one of {', '.join(GOLDEN_ROLES)}",
            "give the link of a real device instead of golden",
        )
    if defect and defect not in defects_of(role):
        hint = did_you_mean(defect, defects_of(role))
        return BenchError(
            f"the golden {role} has no defect {defect!r}",
            "the name of one that it has",
            f"{hint} {_LISTED}".lstrip(),
        )
    return None
