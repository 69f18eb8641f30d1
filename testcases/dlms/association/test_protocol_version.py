"""The protocol-version of the AARQ: with version 1 accepted, without it refused."""

from conformance.authoring import NOT_ACCEPTED, Association, Step, refusing_aare, testcase
from conformance.dlms.acse import AcseServiceProviderDiagnostic

# Content of a BIT STRING: unused bits, then the bits; the first stands for version 1.
VERSION_1 = bytes.fromhex("07 80")
VERSION_2_ALONE = bytes.fromhex("06 40")


@testcase(
    "DLMS-ACSE-003",
    version=2,
    purpose="An AARQ that offers ACSE version 1 is accepted; one that offers another version alone is refused.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-PROTOCOL-VERSION"],
    requires="DLMS.LN",
    association="public",
)
def test_protocol_version(association: Association, step: Step) -> None:
    aarq = association.aarq()

    with step("An AARQ whose protocol-version says version 1 is accepted like one that leaves the field out"):
        association.end()
        aarq.protocol_version = VERSION_1
        assert association.request_association(aarq).accepted
        association.read_logical_device_name()
        association.end()

    with step("An AARQ whose protocol-version says version 2 alone is not accepted"):
        aarq.protocol_version = VERSION_2_ALONE
        answer = association.offer(aarq)
        assert answer in NOT_ACCEPTED

    with step("The usual AARQ is accepted as before"):
        association.reopen()
        association.read_logical_device_name()

    with step("The refusal is an AARE of the server's ACSE that misses a common version"):
        diagnostic = refusing_aare(answer).result_source_diagnostic
        step.foreseen(
            diagnostic is AcseServiceProviderDiagnostic.NO_COMMON_ACSE_VERSION, f"the diagnostic is {diagnostic.label}"
        )
