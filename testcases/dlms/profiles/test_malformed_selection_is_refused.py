"""Selections by a selector that the load profile has not, or with other parameters than it wants."""

from conformance.authoring import (
    LOAD_PROFILE,
    WITHOUT_SUCCESS,
    Association,
    Profile,
    Step,
    rows_of,
    testcase,
    the_one,
)
from conformance.dlms.data_types import BOOLEAN, DOUBLE_LONG_UNSIGNED, LONG_UNSIGNED, NULL_DATA, array, structure
from conformance.dlms.get import GetResponseNormal
from conformance.dlms.service import SelectiveAccess

ROW = [DOUBLE_LONG_UNSIGNED(1)] * 2
COLUMNS = [LONG_UNSIGNED(1), LONG_UNSIGNED(0)]
BY_RANGE, BY_ENTRY = 1, 2
UNKNOWN = (3, 100)
"""Selectors."""


@testcase(
    "DLMS-PROF-011",
    version=2,
    purpose="An unknown selector gets no rows; malformed parameters never get more than what they could mean.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-SELECTIVE-ACCESS"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_malformed_selection_is_refused(association: Association, step: Step) -> None:
    with step("The load profile has several rows, and serves one by its number or its time"):
        profile = Profile(association, LOAD_PROFILE)
        step.foreseen(profile.entries_in_use > 1, f"the load profile has {profile.entries_in_use} rows")
        clock = profile.columns[profile.clock_column - 1]
        profile.need_selections()

    for selector in UNKNOWN:
        with step(f"Ask for row 1 by selector {selector}, which the class has not: no data come"):
            association.ensure_open()
            answer = association.try_out(profile.request(SelectiveAccess(selector, structure(*ROW, *COLUMNS))))
            assert answer in WITHOUT_SUCCESS

    lenient = []
    for what, selector, parameters in (
        ("by entry, with three members", BY_ENTRY, structure(*ROW, LONG_UNSIGNED(1))),
        ("by entry, with strange numbers", BY_ENTRY, structure(*[LONG_UNSIGNED(1)] * 2, *COLUMNS)),
        ("by entry, without parameters", BY_ENTRY, NULL_DATA()),
        ("by range, with three members", BY_RANGE, structure(clock, *ROW)),
        ("by range, with bounds that are no times", BY_RANGE, structure(clock, *[BOOLEAN(True)] * 2, array())),
    ):
        with step(f"Ask for a row {what}: not all rows come"):
            association.ensure_open()
            answer = association.try_out(profile.request(SelectiveAccess(selector, parameters)))
            if answer not in WITHOUT_SUCCESS:
                assert len(rows_of(the_one(answer, GetResponseNormal).data)) <= 1
                lenient.append(what)

    with step("The DUT still serves; malformed selections were refused"):
        association.ensure_open()
        association.read_logical_device_name()
        step.foreseen(not lenient, f"served although malformed: {'; '.join(lenient)}")
