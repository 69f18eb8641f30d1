"""Selective access where the association has not negotiated it."""

from conformance.authoring import LOAD_PROFILE, PROPOSED, WITHOUT_SUCCESS, Association, Profile, Step, testcase
from conformance.dlms.initiate import Conformance


@testcase(
    "DLMS-PROF-012",
    version=2,
    purpose="Without its bit in the conformance block, a selection is refused, and brings neither its rows nor all.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-SELECTIVE-ACCESS"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_selection_needs_negotiation(association: Association, step: Step) -> None:
    with step("Where it is negotiated, the last row is served by entry or by range"):
        profile = Profile(association, LOAD_PROFILE)
        row = profile.timed_sample(1)[-1]
        by_entry = profile.entries(profile.entries_in_use, 0)
        by_range = profile.between(profile.time(row), profile.time(row))
        profile.need_selections()

    for what, selection in (("entry", by_entry), ("range", by_range)):
        with step("An association that proposes everything else serves the logical device name"):
            association.ensure_open()
            association.reopen_with(proposed_conformance=PROPOSED & ~Conformance.SELECTIVE_ACCESS)
            association.read_logical_device_name()

        with step(f"It does not serve the last row by {what}"):
            assert association.try_out(profile.request(selection.access)) in WITHOUT_SUCCESS

    with step("The DUT still serves"):
        association.ensure_open()
        association.read_logical_device_name()
