"""Selected columns of a range of times."""

from conformance.authoring import LOAD_PROFILE, Association, Profile, Step, testcase

SEVERAL = 12

FEW = 3
"""Columns with which the request still fits into an HDLC frame of usual length: nobody need put segments together."""


@testcase(
    "DLMS-PROF-010",
    version=1,
    purpose="A range with selected columns brings those alone; with none it brings all.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-PROFILE-RANGE"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_columns_by_range(association: Association, step: Step) -> None:
    with step("Read some rows of the load profile, and a range of them by which all columns come"):
        profile = Profile(association, LOAD_PROFILE)
        start, end = profile.inner_bounds(profile.timed_sample(SEVERAL))
        form = profile.form_of_bounds(start, end)
        most = len(profile.columns)
        rows = profile.rows(profile.between(form(start), form(end)))
        assert [len(row) for row in rows] == [most] * len(rows)
        step.foreseen(rows and most >= 2, f"{len(rows)} rows of {most} columns")

    refusals = []
    for columns in (*([number] for number in range(1, most + 1)), [1, most], list(range(1, most + 1))[:FEW]):
        with step(f"Ask for columns {', '.join(map(str, columns))}: no others come"), profile.undisturbed():
            found = profile.try_rows(profile.between(form(start), form(end), columns))
            if isinstance(found, str):
                refusals.append(found)
            else:
                assert found == [row.of(columns) for row in rows]

    with step("The DUT still serves; all selections of columns were served"):
        association.read_logical_device_name()
        step.foreseen(not refusals, f"columns are refused: {', '.join(refusals)}")
