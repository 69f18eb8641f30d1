"""The cells of the load profile."""

from conformance.authoring import LOAD_PROFILE, Association, Profile, Step, fits, testcase
from conformance.dlms.data_types import NULL_DATA

SEVERAL = 12


@testcase(
    "DLMS-PROF-002",
    version=2,
    purpose="Rows of the load profile have a cell for each capture object, of a type of its attribute, in one order.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-PROFILE"],
    requires="DLMS.LN and DLMS.GET and COSEM.LOAD_PROFILE",
)
def test_cells_are_as_captured(association: Association, step: Step) -> None:
    with step("Read capture_objects, and some rows"):
        profile = Profile(association, LOAD_PROFILE)
        rows = profile.sample(SEVERAL)
        step.foreseen(rows, "the load profile brings no rows")

    with step("Every row has a cell for each capture object, of a type that its class permits"):
        for row in rows:
            assert len(row) == len(profile.columns)
            strange = [
                f"{cell.label} of {profile.captured(number)}"
                for number, cell in enumerate(row.cells, start=1)
                if not fits(cell, profile.columns[number - 1])
            ]
            assert strange == [], row.label

    has_values = False
    with step("Down a column the type stays the same; there are values, and not null-data alone"):
        for at in range(len(profile.columns)):
            kinds = {str(row[at].type) for row in rows if row[at].type is not NULL_DATA}
            has_values |= bool(kinds)
            step.foreseen(len(kinds) <= 1, f"column {at + 1} has cells of the types {', '.join(sorted(kinds))}")
        step.foreseen(has_values, "the rows hold nothing but null-data")
