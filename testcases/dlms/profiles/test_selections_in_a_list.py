"""Several selections in one request."""

from conformance.authoring import LOAD_PROFILE, Association, Profile, Step, testcase
from conformance.dlms.get import GetRequestWithList, GetResponseWithList
from conformance.dlms.service import SelectedAttribute


@testcase(
    "DLMS-PROF-015",
    version=2,
    purpose="In a list of attributes each selection brings what it brings alone.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-LIST", "DLMS-SELECTIVE-ACCESS"],
    requires="DLMS.LN and DLMS.GET and DLMS.MULTIPLE_REFERENCES and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_selections_in_a_list(association: Association, step: Step) -> None:
    with step("Read the last row of the load profile, the one before, and entries_in_use, one by one"):
        profile = Profile(association, LOAD_PROFILE)
        last = profile.entries_in_use
        step.foreseen(last >= 2, f"the load profile has {last} rows")
        parts = [
            (profile.attribute(2), profile.entries(last, last).access),
            (profile.attribute(7), None),
            (profile.attribute(2), profile.entries(last - 1, last - 1).access),
        ]
        responses = [association.get(attribute, access) for attribute, access in parts]
        step.foreseen(not any(response.refused for response in responses), "rows are not served by entry")
        alone = [response.result for response in responses]

    with step("Read them in one request: the results are the same, in the order of the list"), profile.undisturbed():
        attributes = [SelectedAttribute(*attribute, access) for attribute, access in parts]
        request = GetRequestWithList(association.next_invoke_id(), attributes)
        response = association.request(request, expect=GetResponseWithList)
        assert response.results == alone
