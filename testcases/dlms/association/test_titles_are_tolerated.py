"""Titles, qualifiers and invocation identifiers in an AARQ without security."""

from conformance.authoring import Association, Step, testcase

# The first three octets are no registered manufacturer's; without ciphering nobody has a use for the title.
SYSTEM_TITLE = b"GLD" + bytes(5)


@testcase(
    "DLMS-ACSE-008",
    version=1,
    purpose="An AARQ without security is accepted although it names the caller's title, qualifier and invocation.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-TITLES"],
    requires="DLMS.LN",
    association="public",
)
def test_titles_are_tolerated(association: Association, step: Step) -> None:
    with step("The AARQ with a calling-AP-title is accepted, and the association serves"):
        association.end()
        aarq = association.aarq()
        aarq.calling_ap_title = SYSTEM_TITLE
        assert association.request_association(aarq).accepted
        association.read_logical_device_name()
        association.end()

    with step("So is one with calling-AE-qualifier and calling-AP-invocation-id beside it"):
        aarq.calling_ae_qualifier = b"goldenbench"
        aarq.calling_ap_invocation_id = 1
        assert association.request_association(aarq).accepted
        association.read_logical_device_name()
        association.end()

    with step("calling-AE-invocation-id alone is accepted, unless the DUT takes it for a user it does not know"):
        aarq = association.aarq()
        aarq.calling_ae_invocation_id = 1
        step.foreseen(association.request_association(aarq).accepted, "refused: it may identify users by this field")
        association.read_logical_device_name()
