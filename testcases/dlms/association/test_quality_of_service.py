"""A proposed quality of service."""

from conformance.authoring import Association, Step, testcase


@testcase(
    "DLMS-INIT-005",
    version=2,
    purpose="Proposing a quality of service changes neither version nor conformance nor vaa-name in the answer.",
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

        # The server's PDU size may be another in each association.
        with step("Version, conformance and vaa-name are as without it; the association serves"):
            assert association.negotiated is not None
            assert without is not None
            for name in ("negotiated_dlms_version_number", "negotiated_conformance", "vaa_name"):
                assert getattr(association.negotiated, name) == getattr(without, name), name
            association.read_logical_device_name()
