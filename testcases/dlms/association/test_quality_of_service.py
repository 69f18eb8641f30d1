"""A proposed quality of service."""

from dataclasses import replace

from conformance.authoring import Association, Step, testcase


@testcase(
    "DLMS-INIT-005",
    version=1,
    purpose="Proposing a quality of service changes nothing else in the InitiateResponse.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-INITIATE-QOS"],
    requires="DLMS.LN",
    association="public",
)
def test_quality_of_service(association: Association, step: Step) -> None:
    without = association.negotiated

    for quality_of_service in (0, 1):
        with step(f"The AARQ with proposed-quality-of-service {quality_of_service} is accepted"):
            association.end()
            initiate = association.initiate_request(proposed_quality_of_service=quality_of_service)
            assert association.request_association(association.aarq(initiate)).accepted

        with step("Apart from the negotiated one, every field is as without it; the association serves"):
            assert association.negotiated is not None
            assert without is not None
            found = replace(association.negotiated, negotiated_quality_of_service=None)
            assert found == replace(without, negotiated_quality_of_service=None)
            association.read_logical_device_name()
